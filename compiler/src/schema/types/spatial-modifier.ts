/** Modifiers of PostGIS types, such as `geometry(Point,4326)`, as `postgis_typmod_out` prints them. */
import type { Node } from 'libpg-query';
import { as, integerOf, strings } from '../parse/node.ts';

const SHAPES = [
  'Geometry',
  'GeometryCollection',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'PolyhedralSurface',
  'Triangle',
  'Tin',
];

const PRINTED: ReadonlyMap<string, string> = new Map(
  SHAPES.flatMap((shape) =>
    ['', 'Z', 'M', 'ZM'].map((axes) => [(shape + axes).toLowerCase(), shape + axes] as const),
  ),
);

/** The modifier as printed; null where it is none. */
export function spatialModifier([shape, srid, ...rest]: readonly Node[]): string | null {
  if (shape === undefined || rest.length > 0) return null;
  const printed = PRINTED.get(nameOf(shape).toLowerCase());
  const number = srid === undefined ? 0 : integerOf(srid);
  if (printed === undefined || number === null) return null;
  return number === 0 ? `(${printed})` : `(${printed},${number})`;
}

/** A shape stands there as an identifier or as a string. */
function nameOf(node: Node): string {
  return as('A_Const', node)?.sval?.sval ?? strings(as('ColumnRef', node)?.fields)[0] ?? '';
}
