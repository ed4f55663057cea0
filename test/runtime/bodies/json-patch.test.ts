/**
 * JSON Patches that are let through, against two documents that differ in hidden values alone: they succeed or fail alike on both, and what is
 * visible afterwards is the same. A naive reading of RFC 6902 is the API.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonMasker } from '../../../runtime/src/bodies/json/json-masker.ts';
import { judgeJsonPatch } from '../../../runtime/src/bodies/json/json-patch.ts';
import { plansOf, run, shape } from './shapes-fixture.ts';

const PERSON = 0;
const TEXT = 1;
const MASKED = 2;
const SHAPES = [
  shape({
    types: ['object'],
    properties: new Map([
      ['name', TEXT],
      ['ssn', MASKED],
      ['phones', 3],
      ['address', 4],
      ['manager', PERSON],
      ['tags', 5],
      ['salary', 6],
    ]),
  }),
  shape({ types: ['string'], isProtected: false }),
  shape({ types: ['string'], mask: 'stars' }),
  shape({ types: ['array'], items: MASKED }),
  shape({
    types: ['object'],
    properties: new Map([
      ['street', MASKED],
      ['city', TEXT],
    ]),
  }),
  shape({ types: ['object'], additional: TEXT, isProtected: false, undeclared: 'show' }),
  shape({ types: ['object', 'array'], mask: 'stars' }),
];
const plans = plansOf(SHAPES);

/** Of one world: hidden values differ, also in what they are made of. How many items a list has is visible. */
const person = (secret: string, phones: readonly string[], salary: unknown) => ({
  ...{ name: 'Ada', ssn: secret, phones, salary, tags: { a: 'b' } },
  ...{ address: { street: secret, city: 'Berlin' }, internal: { secret } },
  // A list of its own: a document is a tree.
  manager: { name: 'Bob', ssn: secret, phones: [...phones], tags: {} },
});
const WORLDS = [() => person('1', ['1'], { low: '1' }), () => person('222', ['22'], ['2'])] as const;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

const pointer = fc
  .array(
    fc.constantFrom(
      ...['name', 'ssn', 'phones', '0', '-', 'address', 'street', 'city', 'manager', 'tags', 'a'],
      ...['salary', 'low', 'internal', 'secret', 'NAME', '__proto__'],
    ),
    { maxLength: 3 },
  )
  .map((segments) => segments.map((segment) => `/${segment}`).join(''));
const value = fc.constantFrom<unknown>(
  ...['1', '222', 'Ada', 'Berlin', 'b', null, 7, {}, [], ['1']],
  ...[{ city: 'x' }, { street: '1' }, { name: 'x', manager: { ssn: '1' } }, { a: 'x' }],
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constantFrom('add', 'replace', 'test'), path: pointer, value }),
  fc.record({ op: fc.constant('remove'), path: pointer }),
  fc.record({ op: fc.constantFrom('copy', 'move'), path: pointer, from: pointer }),
  // What chance seldom makes: guesses that are right.
  fc.constantFrom<Operation>(
    { op: 'test', path: '/name', value: 'Ada' },
    { op: 'test', path: '/manager/name', value: 'Bob' },
    { op: 'test', path: '/ssn', value: '1' },
    { op: 'test', path: '/phones', value: ['22'] },
    { op: 'move', from: '/name', path: '/tags/b' },
    { op: 'copy', from: '/tags/a', path: '/name' },
  ),
);

type Node = Record<string, unknown> | unknown[];

function isNode(each: unknown): each is Node {
  return typeof each === 'object' && each !== null;
}

class Failed extends Error {}

/** Where a pointer leads: what is around it, and the key within. */
function around(root: Node, path: string): readonly [Node, string] {
  const segments = ['root', ...path.split('/').slice(1)];
  const last = segments.pop() ?? '';
  let node: unknown = root;
  for (const segment of segments) node = get(node, segment);
  if (!isNode(node)) throw new Failed();
  return [node, last];
}

function get(node: unknown, key: string): unknown {
  if (!isNode(node) || !Object.hasOwn(node, key)) throw new Failed();
  return Reflect.get(node, key);
}

function put(root: Node, path: string, what: unknown): void {
  const [node, key] = around(root, path);
  if (!Array.isArray(node)) {
    Object.defineProperty(node, key, { value: what, configurable: true, enumerable: true, writable: true });
    return;
  }
  const at = key === '-' ? node.length : Number(key);
  if (!(at >= 0 && at <= node.length)) throw new Failed();
  node.splice(at, 0, what);
}

function take(root: Node, path: string): unknown {
  const [node, key] = around(root, path);
  const what = get(node, key);
  if (Array.isArray(node)) node.splice(Number(key), 1);
  else Reflect.deleteProperty(node, key);
  return what;
}

/** What is visible of the document afterwards; or that the patch failed. */
function outcome(document: object, patch: readonly Operation[]): string {
  const root: Node = { root: structuredClone(document) };
  try {
    for (const { op, path, from = '', value: brought } of patch) {
      if (op === 'test') {
        const [node, key] = around(root, path);
        if (JSON.stringify(get(node, key)) !== JSON.stringify(brought)) throw new Failed();
      } else if (op === 'remove') take(root, path);
      else if (op === 'add') put(root, path, structuredClone(brought));
      else if (op === 'replace') {
        take(root, path);
        put(root, path, structuredClone(brought));
      } else if (op === 'move') {
        if (path.startsWith(`${from}/`)) throw new Failed();
        put(root, path, take(root, from));
      } else {
        const [node, key] = around(root, from);
        put(root, path, structuredClone(get(node, key)));
      }
    }
  } catch (error) {
    if (error instanceof Failed) return 'failed';
    throw error;
  }
  const after = Buffer.from(JSON.stringify(Reflect.get(root, 'root') ?? null));
  return run(new JsonMasker(plans, plans.of(PERSON)), [after]).text ?? 'refused';
}

test('patches that are let through tell nothing of hidden values', () => {
  const passed = new Map<string, number>();
  let stopped = 0;
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 3 }), (patch) => {
      const [first, second] = WORLDS.map((world) => outcome(world(), patch));
      const { fault, touched } = judgeJsonPatch(Buffer.from(JSON.stringify(patch)), plans, [PERSON]);
      expect(fault).toBeNull();
      if (touched !== null) {
        if (first !== second) stopped += 1;
        return;
      }
      expect(first).toBe(second);
      if (first !== 'failed') for (const { op } of patch) passed.set(op, (passed.get(op) ?? 0) + 1);
    }),
    { numRuns: Number(process.env.DLP_PATCH_RUNS ?? 10_000) },
  );
  // A property over patches that were all refused, or of which none would have told anything, would hold of anything.
  expect([...passed.keys()].sort()).toEqual(['add', 'copy', 'move', 'remove', 'replace', 'test']);
  expect(stopped).toBeGreaterThan(20);
});

test.each([
  ['{}', 'it is no list of operations'],
  ['[', 'it is not JSON that can be read in one way alone'],
  ['[{"op":"add","op":"test","path":"/name","value":1}]', 'it is not JSON that can be read in one way alone'],
  ['[{"op":"add","path":"/name"}]', 'one of its operations is none of JSON Patch'],
  ['[{"op":"test","path":"name","value":1}]', 'one of its operations is none of JSON Patch'],
  ['[{"op":"copy","path":"/name"}]', 'one of its operations is none of JSON Patch'],
  ['[{"op":"add","path":"/name","value":1,"from":"/ssn"}]', 'one of its operations is none of JSON Patch'],
  ['[{"op":"test","path":"/~2","value":1}]', 'one of its operations is none of JSON Patch'],
  ['["test"]', 'one of its operations is none of JSON Patch'],
])('%s is refused', (text, fault) => {
  expect(judgeJsonPatch(Buffer.from(text), plans, [PERSON])).toEqual({ fault, touched: null });
});

test('bytes that are no UTF-8 are refused', () => {
  const body = Buffer.from('[{"op":"add","path":"/name","value":"\xff"}]', 'latin1');
  expect(judgeJsonPatch(body, plans, [PERSON])).toEqual({ fault: 'it is no UTF-8', touched: null });
});

test('what the document may be is all of its shapes', () => {
  const body = Buffer.from('[{"op":"copy","from":"/city","path":"/city"}]');
  expect(judgeJsonPatch(body, plans, [4])).toEqual({ fault: null, touched: null });
  expect(judgeJsonPatch(body, plans, [4, PERSON]).touched).not.toBeNull();
});
