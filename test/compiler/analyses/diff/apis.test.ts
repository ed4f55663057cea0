/** A comparison of APIs against brute force: what each caller gets of each place of each response is read off both sides. */
import type { FieldTreatment, OperationEntry, PolicyRule, ShapeEntry } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, compareApis } from '../../../../compiler/src/analyses/diff/compare-policies.ts';
import type { IrApi } from '../../../../compiler/src/ir/ir.ts';
import { type Asked, holds } from '../../support/arbitrary-condition.ts';
import { holdsOf } from '../read-note.ts';
import { arbitraryApi } from './few-apis.ts';
import { REQUESTS } from './few-sources.ts';

/** One of each route, and one that two routes share. */
const ASKED_PATHS = ['/v1/me', '/v1/x.json', '/v1/other'];
/** With a response of its own, and without. */
const STATUSES = ['200', '418'];

/** What the document says of a place. */
type Spot = ShapeEntry | 'open' | 'hidden' | 'undescribed';
type Sight = 'unread' | 'hidden' | 'undescribed' | 'open' | FieldTreatment;

/** What is left of a value that two masks of one rank are on. */
const NULLED: FieldTreatment = {
  text: 'null',
  rank: 0,
  mask: { name: 'null', args: [], type: '' },
  keyed: false,
};

/** What one API says to one caller, as naively as can be. */
class Naive {
  readonly api: IrApi;
  readonly #applicable: ReadonlySet<number>;

  constructor(api: IrApi, asked: Asked) {
    this.api = api;
    const lacks = api.claims.some(({ name, optional }) => !optional && !asked.caller.claims.ints.has(name));
    const meets = [...api.policies.keys()].filter((index) =>
      holds(api.policies[index]?.condition ?? never(), asked),
    );
    const isLetIn = !lacks && meets.some((index) => api.policies[index]?.admits);
    this.#applicable = new Set(isLetIn ? meets : []);
  }

  route(path: string): { readonly text: string; readonly operation: OperationEntry | null } | null {
    for (const { segments, operation } of this.api.routes) {
      const pattern = segments.map((parts) => parts.map((part) => part.replace('.', '\\.')).join('[^/]+'));
      if (!new RegExp(`^/${pattern.join('/')}$`).test(path)) continue;
      const text = `GET /${segments.map((parts) => parts.join('{}')).join('/')}`;
      return { text, operation: operation === null ? null : (this.api.operations[operation] ?? never()) };
    }
    return null;
  }

  effect(operation: OperationEntry | null): 'allow' | 'approve' | 'deny' {
    const said = this.#applying(operation?.rules ?? []);
    for (const effect of ['deny', 'approve', 'allow'] as const)
      if (said.some((rule) => rule.effect === effect)) return effect;
    return 'deny';
  }

  approvals(operation: OperationEntry | null): ReadonlySet<string> {
    return new Set(
      this.#applying(operation?.rules ?? []).flatMap(({ approval }) =>
        approval === null ? [] : approval.by,
      ),
    );
  }

  isAlerted(operation: OperationEntry | null): boolean {
    return this.#applying(operation?.alerts ?? []).length > 0;
  }

  /** A media type that no response has. */
  get rest(): Spot {
    return this.api.closed ? 'hidden' : 'undescribed';
  }

  body(operation: OperationEntry | null, status: string): Spot {
    const responses = operation?.responses ?? [];
    const response =
      responses.find((one) => one.status === status) ?? responses.find((one) => one.status === 'default');
    return this.#shape(response?.bodies[0]?.shape ?? null) ?? this.rest;
  }

  inside(spot: Spot, step: 'a' | 'b' | 'other' | 'item'): Spot {
    if (typeof spot === 'string') return spot;
    const own = spot.properties.get(step);
    const inner = step === 'item' ? spot.items : (own ?? spot.additional);
    return this.#shape(inner) ?? (spot.undeclared === 'hide' ? 'hidden' : 'open');
  }

  names(spot: Spot): string {
    if (typeof spot === 'string') return '';
    return spot.fields.map((index) => this.api.fields[index]?.name).join(' or ');
  }

  /** Of somebody who sees what the value stands in. */
  sight(spot: Spot): Sight {
    if (typeof spot === 'string') return spot;
    const [first, ...others] = spot.fields.map((index) => this.#field(index));
    if (first === undefined) return 'open';
    return others.reduce((a, b) => {
      if (a.rank !== b.rank) return a.rank < b.rank ? a : b;
      return a.text === b.text ? a : NULLED;
    }, first);
  }

  #field(index: number): FieldTreatment {
    const { labels, fallback } = this.api.fields[index] ?? never();
    const said = this.#applying(labels[0]?.rules ?? []).map(({ treatment }) => treatment);
    return said.reduce((a, b) => (b.rank < a.rank ? b : a), said[0] ?? fallback);
  }

  #shape(index: number | null): ShapeEntry | null {
    return index === null ? null : (this.api.shapes[index] ?? never());
  }

  #applying<R extends PolicyRule>(rules: readonly R[]): readonly R[] {
    return rules.filter(({ policy }) => this.#applicable.has(policy));
  }
}

function never(): never {
  throw new Error('it is there');
}

function isValue(sight: Sight): boolean {
  return sight === 'open' || (typeof sight === 'object' && sight.mask === null);
}

/** What the documentation says of a place that is seen so, and then so. */
function expectedOf(before: Sight, after: Sight): string | null {
  if (after === 'unread') return null;
  if (before === 'unread') return typeof after === 'object' && after.mask === null ? 'widened' : null;
  if (isValue(before) && isValue(after)) return null;
  const level = (sight: Sight) => (isValue(sight) ? 40 : typeof sight === 'object' ? sight.rank : 0);
  if (before === 'undescribed' && after !== 'undescribed')
    return level(after) === 0 ? 'narrowed' : 'unordered';
  if (after === 'undescribed') return before === after ? null : 'unordered';
  if (level(before) !== level(after)) return level(before) < level(after) ? 'widened' : 'narrowed';
  const text = (sight: Sight) => (typeof sight === 'object' ? sight.text : sight);
  if (text(before) === text(after)) return null;
  return level(after) === 0 ? 'even' : 'unordered';
}

/** Every place of two bodies, for one caller: what is expected of those with a field's name, and of those without. */
function expectedFields(
  [before, after]: readonly [Naive, Naive],
  start: { readonly spots: readonly [Spot, Spot]; readonly isSeen: readonly [boolean, boolean] },
  expected: Map<string, Set<string>>,
): void {
  const key = ({ spots, isSeen }: typeof start) =>
    JSON.stringify([
      ...spots.map((spot, side) => {
        if (typeof spot === 'string') return spot;
        return [before, after][side]?.api.shapes.indexOf(spot);
      }),
      ...isSeen,
    ]);
  const places = new Map([[key(start), start]]);
  for (const { spots, isSeen } of places.values()) {
    const [old, now] = [before, after].map(
      (side, i): Sight => (isSeen[i] === true ? side.sight(spots[i] ?? never()) : 'unread'),
    );
    if (old === undefined || now === undefined) throw new Error('there are two sides');
    const direction = expectedOf(old, now);
    const name = after.names(spots[1]) || before.names(spots[0]);
    if (direction !== null) expected.set(name, (expected.get(name) ?? new Set()).add(direction));
    for (const step of ['a', 'b', 'other', 'item'] as const) {
      const next: typeof start = {
        spots: [before.inside(spots[0], step), after.inside(spots[1], step)],
        isSeen: [isValue(old), isValue(now)],
      };
      places.set(key(next), places.get(key(next)) ?? next);
    }
  }
}

type Route = ReturnType<Naive['route']>;

function nameOf(before: Route, after: Route): string {
  const name = `GET ${(after?.operation ?? before?.operation)?.path}`;
  if (before === null || after === null || before.text === after.text) return name;
  if (after.operation === null) return `${name} (now: ${after.text}, which is not in the document)`;
  const was = before.operation;
  return `${name} (before: ${was === null ? `${before.text}, which is not in the document` : `GET ${was.path}`})`;
}

test('what is told of everyone is what is so', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(
      arbitraryApi,
      arbitraryApi,
      fc.constantFrom('all', 'rules', 'nothing'),
      (before, other, differs) => {
        const after =
          differs === 'all'
            ? other
            : {
                ...before,
                operations: before.operations.map((operation, index) => ({
                  ...operation,
                  rules: other.operations[index]?.rules ?? [],
                })),
                fields: other.fields,
              };
        if (differs === 'nothing') {
          expect(compareApis(before, before)).toEqual([]);
          return;
        }
        const isRequired = [before, after].every(({ claims: [claim] }) => claim?.optional === false);
        const claims = [{ name: 'level', type: 'int', optional: !isRequired }] as const;
        const changes = compareApis(before, after).map((change) => ({
          change,
          holds: change.who === null ? () => false : holdsOf({ claims }, change.who),
        }));
        for (const { change, holds } of changes) {
          expect(change.who).not.toBeNull();
          if (change.who?.witness != null) expect(holds(change.who.witness)).toBe(true);
          seen.set(
            `${change.kind} ${change.direction}`,
            (seen.get(`${change.kind} ${change.direction}`) ?? 0) + 1,
          );
        }
        for (const asked of REQUESTS) {
          if (isRequired && !asked.caller.claims.ints.has('level')) continue;
          const told = (kind: Change['kind'], isMeant: (subject: string) => boolean): readonly string[] => {
            const meant = changes.filter(
              ({ change, holds }) => change.kind === kind && change.subjects.some(isMeant) && holds(asked),
            );
            return [...new Set(meant.map(({ change }) => change.direction))].sort();
          };
          const sides = [new Naive(before, asked), new Naive(after, asked)] as const;
          const expected = new Map<string, Set<string>>();
          for (const path of ASKED_PATHS) {
            const routes = [sides[0].route(path), sides[1].route(path)] as const;
            const [old, now] = [routes[0]?.operation ?? null, routes[1]?.operation ?? null];
            if (old === null && now === null) continue;
            const [was, is] = [sides[0].effect(old), sides[1].effect(now)];
            const levels = ['deny', 'approve', 'allow'];
            const name = nameOf(...routes);
            expect(told('operation', (subject) => subject === name)).toEqual(
              was === is ? [] : [levels.indexOf(was) < levels.indexOf(is) ? 'widened' : 'narrowed'],
            );
            const [asking, asks] = [sides[0].approvals(old), sides[1].approvals(now)];
            const bothAsk = was === 'approve' && is === 'approve';
            expect(told('approval', (subject) => subject === name)).toEqual([
              ...(!bothAsk || [...asks].every((one) => asking.has(one)) ? [] : ['narrowed']),
              ...(!bothAsk || [...asking].every((one) => asks.has(one)) ? [] : ['widened']),
            ]);
            const [alerted, alerts] = [sides[0].isAlerted(old), sides[1].isAlerted(now)];
            const bothMay = was !== 'deny' && is !== 'deny';
            expect(told('alert', (subject) => subject === name)).toEqual(
              !bothMay || alerted === alerts ? [] : [alerts ? 'narrowed' : 'widened'],
            );
            const bodies = STATUSES.map(
              (status) => [sides[0].body(old, status), sides[1].body(now, status)] as const,
            );
            for (const spots of [...bodies, [sides[0].rest, sides[1].rest] as const])
              expectedFields(
                sides,
                {
                  spots,
                  isSeen: [was !== 'deny', is !== 'deny'],
                },
                expected,
              );
          }
          for (const name of ['A.a', 'B.b', 'A.a or B.b'])
            expect([name, ...told('field', (subject) => subject === name)]).toEqual([
              name,
              ...[...(expected.get(name) ?? [])].sort(),
            ]);
          expect(told('field', (subject) => subject.includes('$'))).toEqual(
            [...(expected.get('') ?? [])].sort(),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
  for (const kind of [
    'operation widened',
    'operation narrowed',
    'field widened',
    'field unordered',
    'field even',
  ])
    expect([kind, seen.get(kind) ?? 0].at(1), kind).toBeGreaterThan(3);
}, 120_000);
