/** Random APIs in the intermediate form, with names nobody should choose. */
import {
  type DetectorEntry,
  type FieldEntry,
  type FieldTreatment,
  type HttpMatcher,
  type JsonType,
  type OperationEntry,
  REVEAL_RANK,
  type RequestRule,
  type ShapeEntry,
} from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import { soughtOf } from '../../../compiler/src/detectors/finder.ts';
import { findValidator } from '../../../compiler/src/detectors/validators/catalog.ts';
import type { IrApi } from '../../../compiler/src/ir/ir.ts';
import { approval, type Place, text, withPolicies } from './arbitrary-ir.ts';

type Parts = Pick<
  HttpMatcher,
  'routes' | 'operations' | 'shapes' | 'fields' | 'detectors' | 'searches' | 'closed'
>;

const METHODS = ['GET', 'PUT', 'DELETE'];
const TYPES: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** An API. All its rules stand in `files`. */
export function irApi(files: readonly string[] = ['a.dlp', 'b/c.dlp']): fc.Arbitrary<IrApi> {
  return withPolicies(files, (place) =>
    fc
      .tuple(
        fc.array(field(place, fc.constant(null)), { maxLength: 3 }),
        fc.array(field(place, fc.nat({ max: DETECTORS.length - 1 })), { maxLength: 2 }),
        fc.integer({ min: 1, max: 4 }),
      )
      .chain(([fields, found, count]) => partsOf(place, fields, found, count)),
  );
}

/** What an automaton is does not depend on names. */
const DETECTORS: readonly DetectorEntry[] = ['\\b\\d{13,19}\\b', 'é+|[^a]x'].map((source, index) => {
  const result = compilePattern(source);
  if (!result.ok) throw new Error(source);
  const validator = index === 0 ? findValidator('luhn') : null;
  return { text: `/${source}/`, ...soughtOf({ pattern: result.compiled, validator }) };
});

function partsOf(
  place: Place,
  fields: readonly FieldEntry[],
  found: readonly FieldEntry[],
  count: number,
): fc.Arbitrary<Parts> {
  const index = fc.nat({ max: count - 1 });
  const searches = fc.subarray(found.map((_, at) => fields.length + at));
  return fc
    .record({
      operations: fc.array(operation(place, index), { maxLength: 3 }),
      shapes: fc.array(shape(index, fields.length, searches), { minLength: count, maxLength: count }),
      segments: fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      closed: fc.boolean(),
      searches,
    })
    .map(({ operations, shapes, segments, closed, searches }) => ({
      closed,
      searches,
      detectors: DETECTORS,
      fields: [...fields, ...found],
      shapes,
      operations,
      routes: [
        ...operations.map(({ method }, operation) => ({ method, segments, operation })),
        { method: 'GET', segments, operation: null },
      ],
    }));
}

const mask: fc.Arbitrary<FieldTreatment> = fc.record({
  text,
  rank: fc.constantFrom(REVEAL_RANK.nothing, REVEAL_RANK.constant, REVEAL_RANK.equality, REVEAL_RANK.part),
  mask: fc.record({ name: text, args: fc.array(fc.oneof(text, fc.integer()), { maxLength: 2 }), type: text }),
  keyed: fc.boolean(),
});

const reveal: FieldTreatment = { text: 'reveal', rank: REVEAL_RANK.value, mask: null, keyed: false };

function field(place: Place, found: fc.Arbitrary<number | null>): fc.Arbitrary<FieldEntry> {
  const rule = fc
    .tuple(place, fc.oneof(mask, fc.constant(reveal)))
    .map(([where, treatment]) => ({ ...where, treatment }));
  const label = fc.record({ label: text, rules: fc.array(rule, { maxLength: 2 }) });
  return fc.record({
    name: text,
    found,
    labels: fc.array(label, { minLength: 1, maxLength: 2 }),
    fallback: mask,
  });
}

/** Any of them may hold what is labelled, so each says that it does. */
function shape(
  index: fc.Arbitrary<number>,
  fields: number,
  searches: fc.Arbitrary<readonly number[]>,
): fc.Arbitrary<ShapeEntry> {
  return fc.record({
    types: fc.subarray([...TYPES]),
    fields: fields === 0 ? fc.constant([]) : fc.array(fc.nat({ max: fields - 1 }), { maxLength: 2 }),
    properties: fc.array(fc.tuple(text, index), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    additional: fc.option(index),
    undeclared: fc.constantFrom('hide' as const, 'show' as const),
    items: fc.option(index),
    searches,
    isProtected: fc.constant(true),
  });
}

function operation(place: Place, index: fc.Arbitrary<number>): fc.Arbitrary<OperationEntry> {
  const bodies = fc.array(fc.record({ mediaType: text, shape: fc.option(index) }), { maxLength: 2 });
  const rule: fc.Arbitrary<RequestRule> = fc.oneof(
    fc
      .tuple(place, fc.constantFrom('allow' as const, 'deny' as const))
      .map(([where, effect]) => ({ ...where, effect, approval: null })),
    fc
      .tuple(place, approval)
      .map(([where, approval]) => ({ ...where, effect: 'approve' as const, approval })),
  );
  return fc.record({
    method: fc.constantFrom(...METHODS),
    path: text.map((path) => `/${path}`),
    operationId: fc.option(text),
    rules: fc.array(rule, { maxLength: 3 }),
    alerts: fc.array(place, { maxLength: 2 }),
    parameters: fc.array(
      fc.record({
        name: text,
        in: fc.constantFrom('path' as const, 'query' as const),
        shape: fc.option(index),
      }),
      { maxLength: 2 },
    ),
    request: bodies,
    responses: fc.array(
      fc.record({
        status: fc.constantFrom('200', '4XX', 'default'),
        bodies,
        headers: fc.array(fc.record({ name: text, shape: fc.option(index) }), { maxLength: 1 }),
      }),
      { maxLength: 2 },
    ),
  });
}
