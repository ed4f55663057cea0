/** Names in paths: labels, relations and columns as policies write them. */
import {
  type ApiSource,
  isApi,
  lookUpFields,
  lookUpRelation,
  type Program,
  pathText,
  type Relation,
  type Source,
} from '@dlpc/compiler';
import type { ColumnPattern, Name, RelationReference, TreatmentTarget } from '@dlpc/language';
import type { PolicySymbol } from './policy-symbol.ts';
import { sourceNamed } from './source-named.ts';

/** A name and what it means. */
export type Named = readonly [name: Name, symbol: PolicySymbol];

/** Each name of a path of labels means the label up to there. */
export function labelNames(program: Program, segments: readonly Name[]): readonly Named[] {
  return segments.flatMap((name, index): Named[] => {
    const path = pathText(segments.slice(0, index + 1).map(({ text }) => text));
    return program.labels.has(path) ? [[name, { kind: 'label', path }]] : [];
  });
}

export function relationNames(source: Source | null, { schema, name }: RelationReference): readonly Named[] {
  if (source === null || name.kind !== 'Name' || (schema !== null && schema.kind !== 'Name')) return [];
  const relation = relationAt(source, schema, name);
  return relation === null ? [] : [[name, { kind: 'relation', source, relation }]];
}

/** A label where there is one of that path, else a column of the source. */
export function targetNames(
  program: Program,
  source: Source | null,
  { segments, jsonPath }: TreatmentTarget,
): readonly Named[] {
  const path = pathText(segments.map(({ text }) => text));
  if (jsonPath === null && program.labels.has(path)) return labelNames(program, segments);
  if (source !== null && isApi(source)) return fieldNames(source, segments);
  const column = segments.at(-1);
  if (source === null || column === undefined || segments.length > 3) return [];
  return columnNames(source, segments.slice(0, -1), [column]);
}

export function patternNames(program: Program, { source: name, steps }: ColumnPattern): readonly Named[] {
  const source = sourceNamed(program, name.text);
  if (source === null) return [];
  const own: Named = [name, { kind: 'source', name: source.name }];
  const last = steps.at(-1);
  const before = steps.slice(0, -1).filter((step) => step.kind === 'Name');
  if (last === undefined || before.length !== steps.length - 1) return [own];
  const columns = last.kind === 'NameSet' ? last.members : [last];
  if (isApi(source)) {
    const paths = columns.flatMap((column) => (column.kind === 'Name' ? [[...before, column]] : []));
    // The names before a set are those of each of its paths.
    return [own, ...new Map(paths.flatMap((path) => fieldNames(source, path)))];
  }
  return [
    own,
    ...columnNames(
      source,
      before,
      columns.filter((column) => column.kind === 'Name'),
    ),
  ];
}

/** An object of an API, and fields along a path from it. */
function fieldNames(source: ApiSource, path: readonly Name[]): readonly Named[] {
  const [first] = path;
  const object = first === undefined ? undefined : source.byName.get(first.text)?.[0];
  if (first === undefined || object === undefined) return [];
  const fields = path.slice(1).flatMap((name, index): Named[] => {
    const [field] = lookUpFields(source, path.slice(0, index + 2)) ?? [];
    return field === undefined ? [] : [[name, { kind: 'column', source, ...field }]];
  });
  return [[first, { kind: 'relation', source, relation: object }], ...fields];
}

function columnNames(source: Source, path: readonly Name[], columns: readonly Name[]): readonly Named[] {
  const name = path.at(-1);
  if (name === undefined || path.length > 2) return [];
  const relation = relationAt(source, path.length === 2 ? (path[0] ?? null) : null, name);
  if (relation === null) return [];
  return [
    [name, { kind: 'relation', source, relation }],
    ...columns.flatMap((written): Named[] => {
      const column = relation.columns.find((candidate) => candidate.name === written.text);
      return column === undefined ? [] : [[written, { kind: 'column', source, relation, column }]];
    }),
  ];
}

function relationAt(source: Source, schema: Name | null, name: Name): Relation | null {
  const found = lookUpRelation(source, schema?.text ?? null, name.text);
  return found.kind === 'found' ? found.relation : null;
}
