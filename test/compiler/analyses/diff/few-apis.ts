/** Small random APIs that say everything that a policy can say of one: routes, effects, and schemas that refer to each other. */
import type {
  FieldEntry,
  FieldTreatment,
  OperationEntry,
  PolicyRule,
  RequestRule,
  RouteEntry,
  ShapeEntry,
} from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { IrApi } from '../../../../compiler/src/ir/ir.ts';
import { arbitrarySource } from './few-sources.ts';

const POLICIES = 3;
const said: fc.Arbitrary<PolicyRule> = fc.nat(POLICIES - 1).map((policy) => ({ policy, rule: policy }));
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });

const requestRule: fc.Arbitrary<RequestRule> = fc
  .tuple(
    said,
    fc.constantFrom<RequestRule['effect']>('allow', 'allow', 'allow', 'approve', 'deny'),
    fc.constantFrom('dba', 'security'),
  )
  .map(([rule, effect, by]) => ({
    ...rule,
    effect,
    approval: effect === 'approve' ? { by: [by], people: 1, within: 900 } : null,
  }));

const mask = (name: string, rank: number, args: readonly number[] = []): FieldTreatment => ({
  text: name,
  rank,
  mask: { name, args, type: 'text' },
  keyed: false,
});
/** Two of one rank differ, so that on one value neither holds. */
const TREATMENTS: readonly FieldTreatment[] = [
  mask('null', 0),
  mask('redact', 0),
  mask('hash', 20),
  mask('tokenize', 20),
  { text: 'reveal', rank: 40, mask: null, keyed: false },
];

/** Within one field the compiler lets no two meet that cannot be ordered: each has masks of its own. */
const field = (name: string, treatments: readonly FieldTreatment[]): fc.Arbitrary<FieldEntry> =>
  some(
    fc.tuple(said, fc.constantFrom(...treatments)).map(([rule, treatment]) => ({ ...rule, treatment })),
  ).map((rules) => ({ name, found: null, labels: [{ label: 'pii', rules }], fallback: mask('redact', 0) }));

const SHAPES = 4;
const maybeShape = fc.option(fc.nat(SHAPES - 1));
const shape: fc.Arbitrary<ShapeEntry> = fc
  .record({
    fields: fc.subarray([0, 1]),
    a: maybeShape,
    b: maybeShape,
    additional: maybeShape,
    items: maybeShape,
    undeclared: fc.constantFrom<ShapeEntry['undeclared']>('hide', 'show'),
  })
  .map(({ a, b, ...more }) => ({
    ...more,
    types: [],
    searches: [],
    properties: new Map([
      ...(a === null ? [] : [['a', a] as const]),
      ...(b === null ? [] : [['b', b] as const]),
    ]),
    isProtected: true,
  }));

/** Where nothing is labelled or hidden, however deep, a shape is not protected. */
function withProtection(shapes: readonly ShapeEntry[]): readonly ShapeEntry[] {
  let known = shapes.map(({ fields, undeclared }) => fields.length > 0 || undeclared === 'hide');
  for (const _ of shapes)
    known = shapes.map(({ properties, additional, items }, index) =>
      [...properties.values(), additional, items].some((inner) => inner !== null && known[inner] === true)
        ? true
        : (known[index] ?? true),
    );
  return shapes.map((shape, index) => ({ ...shape, isProtected: known[index] ?? true }));
}

/** The most specific first. Each side has some of them, and of some the path without the method. */
export const PATHS: readonly (readonly (readonly string[])[])[] = [
  [['v1'], ['me']],
  [['v1'], ['', '.json']],
  [['v1'], ['', '']],
];

const operation: fc.Arbitrary<Omit<OperationEntry, 'path'>> = fc
  .record({
    rules: some(requestRule),
    alerts: some(said),
    body: maybeShape,
    status: fc.constantFrom('200', 'default'),
  })
  .map(({ rules, alerts, body, status }) => ({
    method: 'GET',
    operationId: null,
    rules,
    alerts,
    parameters: [],
    request: [],
    responses: [{ status, bodies: [{ mediaType: 'application/json', shape: body }], headers: [] }],
  }));

export const arbitraryApi: fc.Arbitrary<IrApi> = fc
  .record({
    source: arbitrarySource,
    operations: fc.tuple(...PATHS.map(() => operation)),
    paths: fc.tuple(
      ...PATHS.map(() => fc.constantFrom<'none' | 'null' | 'own'>('none', 'null', 'own', 'own')),
    ),
    closed: fc.boolean(),
    shapes: fc.array(shape, { minLength: SHAPES, maxLength: SHAPES }),
    fields: fc.tuple(
      field(
        'A.a',
        TREATMENTS.filter(({ text }) => text !== 'tokenize' && text !== 'null'),
      ),
      field(
        'B.b',
        TREATMENTS.filter(({ text }) => text !== 'hash' && text !== 'redact'),
      ),
    ),
  })
  .map(({ source: { relations: _, ...common }, operations, paths, closed, shapes, fields }) => ({
    ...common,
    ...{ closed, detectors: [], searches: [] },
    operations: operations.map((entry, index) => ({
      ...entry,
      path: `/${(PATHS[index] ?? []).map((segment) => segment.join('{x}')).join('/')}`,
    })),
    routes: paths.flatMap((kind, index): readonly RouteEntry[] =>
      kind === 'none'
        ? []
        : [{ method: 'GET', segments: PATHS[index] ?? [], operation: kind === 'null' ? null : index }],
    ),
    shapes: withProtection(shapes),
    fields,
  }));
