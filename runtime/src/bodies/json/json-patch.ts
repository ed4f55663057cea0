/**
 * Judges a JSON Patch (RFC 6902): operations on a document by the places that they name. `test` tells whether a value is the one that is
 * sent, `copy` and `move` put one where another name stands over it, so both are only for places in which nothing is hidden. Knows the
 * document by the plans of its shapes alone.
 */
import type { ShapeIndex } from '../../abi.ts';
import { readJson } from '../../json-file/json-text.ts';
import type { BodyMasker } from '../masking.ts';
import { JsonMasker } from './json-masker.ts';
import { DROP, KIND, type ValuePlan, type ValuePlans } from './value-plan.ts';

/** What a judgement finds; see {@link BodyMasker}. */
type Judged = Pick<BodyMasker, 'fault' | 'touched'>;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from: string | null;
  readonly value: unknown;
}

/** By `op`: which of its members lead to what is read, and whether it brings a value. */
const OPERATIONS: ReadonlyMap<
  string,
  { readonly reads: 'path' | 'from' | null; readonly hasValue: boolean }
> = new Map([
  ['add', { reads: null, hasValue: true }],
  ['replace', { reads: null, hasValue: true }],
  ['remove', { reads: null, hasValue: false }],
  ['test', { reads: 'path', hasValue: true }],
  ['copy', { reads: 'from', hasValue: false }],
  ['move', { reads: 'from', hasValue: false }],
]);

const MEMBERS: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/** `resources`: all that the document may be. */
export function judgeJsonPatch(body: Buffer, plans: ValuePlans, resources: readonly ShapeIndex[]): Judged {
  const operations = readOperations(body);
  if (typeof operations === 'string') return { fault: operations, touched: null };
  for (const resource of resources)
    for (const operation of operations) {
      const touched = touchedBy(operation, plans, resource);
      if (touched !== null) return { fault: null, touched };
    }
  return { fault: null, touched: null };
}

/** The name of what an operation must not read or write; null where it may. */
function touchedBy(
  { op, path, from, value }: Operation,
  plans: ValuePlans,
  resource: ShapeIndex,
): string | null {
  const { reads, hasValue } = OPERATIONS.get(op) ?? { reads: null, hasValue: false };
  const read = reads === null ? null : reads === 'path' ? path : from;
  if (read !== null) {
    const { ends, name } = placesOf(read, plans, resource);
    if (ends.some(({ kind }) => kind !== 'pass')) return name;
  }
  const { ends, name } = placesOf(path, plans, resource);
  for (const end of ends) {
    if (end.kind === 'drop' || end.kind === 'replace' || end.kind === 'mask') return name;
    if (!hasValue) continue;
    const masker = new JsonMasker(plans, end);
    masker.push(Buffer.from(JSON.stringify(value)));
    masker.end();
    if (masker.fault !== null || masker.touched !== null) return masker.touched || name;
  }
  return null;
}

/** What may stand at a place, and the last described name on the way to it; empty where there is none. */
function placesOf(
  pointer: string,
  plans: ValuePlans,
  resource: ShapeIndex,
): { readonly ends: readonly ValuePlan[]; readonly name: string } {
  let ends: readonly ValuePlan[] = [plans.of(resource)];
  let name = '';
  for (const raw of pointer.split('/').slice(1)) {
    const segment = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    name = ends.flatMap((end) => described(end, segment)).at(-1) ?? name;
    ends = ends.flatMap((end) => stepInto(end, segment, plans));
  }
  return { ends, name };
}

function described(plan: ValuePlan, segment: string): readonly string[] {
  const entry = plan.kind === 'walk' ? plan.keys.named(segment) : undefined;
  return entry === undefined ? [] : [entry.name];
}

/** What may stand at a name or a number within a value; nobody looks into what is hidden, nor into what holds nothing. */
function stepInto(plan: ValuePlan, segment: string, plans: ValuePlans): readonly ValuePlan[] {
  if (plan.kind === 'pass') return [plan];
  if (plan.kind !== 'walk') return [DROP];
  const { kinds, keys, items, additional, other } = plan;
  const at = (shape: ShapeIndex | null): ValuePlan => (shape === null ? other : plans.of(shape));
  const found: ValuePlan[] = [];
  if ((kinds & KIND.object) !== 0) found.push(at(keys.named(segment)?.value ?? additional));
  if ((kinds & KIND.array) !== 0 && /^(?:-|\d+)$/.test(segment)) found.push(at(items));
  return found.length === 0 ? [DROP] : found;
}

/** Half a sentence where the body is none, or could be read in two ways. */
function readOperations(body: Buffer): readonly Operation[] | string {
  const text = decoded(body);
  if (text === null) return 'it is no UTF-8';
  const reading = readJson(text);
  if (!reading.ok) return 'it is not JSON that can be read in one way alone';
  if (!Array.isArray(reading.value)) return 'it is no list of operations';
  const operations: Operation[] = [];
  for (const each of reading.value) {
    const operation = readOperation(each);
    if (operation === null) return 'one of its operations is none of JSON Patch';
    operations.push(operation);
  }
  return operations;
}

function readOperation(value: unknown): Operation | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const members = new Map<string, unknown>(Object.entries(value));
  if (![...members.keys()].every((name) => MEMBERS.has(name))) return null;
  const [op, path, from] = [members.get('op'), members.get('path'), members.get('from')];
  const kind = typeof op === 'string' ? OPERATIONS.get(op) : undefined;
  if (typeof op !== 'string' || kind === undefined || !isPointer(path)) return null;
  if (kind.reads === 'from' ? !isPointer(from) : from !== undefined) return null;
  if (kind.hasValue !== members.has('value')) return null;
  return { op, path, from: typeof from === 'string' ? from : null, value: members.get('value') };
}

/** RFC 6901, section 3. */
function isPointer(value: unknown): value is string {
  return typeof value === 'string' && /^(?:\/(?:[^~/]|~[01])*)*$/u.test(value);
}

function decoded(body: Buffer): string | null {
  return body.equals(Buffer.from(body.toString())) ? body.toString() : null;
}
