/** A comparison of everything that policies can say, against brute force: what holds for each request is read off the sources. */
import type { CommandRule, PolicyRule, Treatment } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, compareSources } from '../../../../compiler/src/analyses/diff/compare-policies.ts';
import type { IrSource } from '../../../../compiler/src/ir/ir.ts';
import { type Asked, holds } from '../../support/arbitrary-condition.ts';
import { holdsOf } from '../read-note.ts';
import { arbitrarySource, REQUESTS } from './few-sources.ts';

/** How much is shown of a value, from 0 to 40, and whether rows are found by it. */
interface Sight {
  readonly level: number;
  readonly finds: boolean;
}

/** What one source says to one request, as naively as can be. */
class Naive {
  readonly ir: IrSource;
  readonly asked: Asked;
  readonly #applicable: ReadonlySet<number>;

  constructor(ir: IrSource, asked: Asked) {
    this.ir = ir;
    this.asked = asked;
    const lacks = ir.claims.some(({ name, optional }) => !optional && !asked.caller.claims.ints.has(name));
    const meets = [...ir.policies.keys()].filter((index) =>
      holds(ir.policies[index]?.condition ?? never(), asked),
    );
    const isLetIn = !lacks && meets.some((index) => ir.policies[index]?.admits);
    this.#applicable = new Set(isLetIn ? meets : []);
  }

  get isLetIn(): boolean {
    return this.#applicable.size > 0;
  }

  applying<R extends PolicyRule>(rules: readonly R[]): readonly R[] {
    return rules.filter(({ policy }) => this.#applicable.has(policy));
  }

  command(action: 'select' | 'delete', withoutWhere: boolean): 'allow' | 'approve' | 'deny' {
    const said = this.applying(this.#commands(action)).filter((rule) => withoutWhere || !rule.withoutWhere);
    for (const effect of ['deny', 'approve', 'allow'] as const)
      if (said.some((rule) => rule.effect === effect)) return effect;
    return 'deny';
  }

  approvals(action: 'select' | 'delete'): ReadonlySet<string> {
    if (this.command(action, false) !== 'approve') return new Set();
    const said = this.applying(this.#commands(action)).filter(({ effect }) => effect === 'approve');
    return new Set(said.map(({ approval }) => approval?.by[0] ?? ''));
  }

  get usesTable(): boolean {
    return this.command('select', false) !== 'deny' || this.command('delete', false) !== 'deny';
  }

  get filters(): ReadonlySet<string> {
    return new Set(this.applying(this.#relation.filters).map(({ sql }) => String(sql[0])));
  }

  get isAlerted(): boolean {
    return this.applying(this.#relation.alerts.select ?? []).length > 0;
  }

  declassifies(label: string): boolean {
    return this.applying(this.#relation.declassifications).some(({ labels }) =>
      labels.some((named) => label === named || label.startsWith(`${named}.`)),
    );
  }

  /** Infinity where there is none. */
  limit(beyond: 'stop' | 'alert'): number {
    return Math.min(
      Infinity,
      ...this.applying(this.ir.limits)
        .filter((l) => l.beyond === beyond)
        .map((l) => l.amount),
    );
  }

  get record(): number {
    const levels = [...this.#applicable].map((index) => this.ir.policies[index]?.record ?? 'none');
    return Math.max(0, ...levels.map((level) => ['none', 'metadata', 'everything'].indexOf(level)));
  }

  /** Null where the table may not be read. */
  sees(part: boolean): Sight | null {
    if (this.command('select', false) === 'deny') return null;
    const [column = never()] = this.#relation.columns;
    const whole = this.#treatment(column);
    const [inPart] = column.parts;
    return whole.level < 40 || !part || inPart === undefined ? whole : this.#treatment(inPart);
  }

  get isPartLabelled(): boolean {
    return (this.#relation.columns[0]?.parts.length ?? 0) > 0;
  }

  get isLabelled(): boolean {
    return (this.#relation.columns[0]?.labels.length ?? 0) > 0;
  }

  #treatment({
    labels,
    fallback,
  }: {
    labels: readonly { rules: readonly (PolicyRule & { treatment: Treatment })[] }[];
    fallback: Treatment | null;
  }): Sight {
    const heard = labels.flatMap(({ rules }) => {
      const said = this.applying(rules).map(({ treatment }) => treatment);
      return said.length > 0 || fallback === null ? said : [fallback];
    });
    return {
      level: Math.min(40, ...heard.map(({ rank }) => rank)),
      finds: heard.every(({ lookup, sql }) => lookup || sql === null),
    };
  }

  #commands(action: 'select' | 'delete'): readonly CommandRule[] {
    return this.#relation.commands[action] ?? [];
  }

  get #relation() {
    return this.ir.relations[0] ?? never();
  }
}

function never(): never {
  throw new Error('it is there');
}

/** Which directions are told of something, for one request. */
type Told = (kind: Change['kind'], subject: string, verb?: RegExp) => readonly string[];

/** Compares random pairs of sources, for every request. */
function compareAll(check: (before: Naive, after: Naive, told: Told) => void): void {
  fc.assert(
    fc.property(arbitrarySource, arbitrarySource, fc.boolean(), (before, other, sharesRelation) => {
      // Half of the pairs differ in who the policies are for alone.
      const after = sharesRelation ? { ...other, relations: before.relations } : other;
      // A claim that both sides require is in every request that is let in; conditions about it need no `??`.
      const isRequired = [before, after].every(({ claims: [claim] }) => claim?.optional === false);
      const claims = [{ name: 'level', type: 'int', optional: !isRequired }] as const;
      const requests = REQUESTS.filter(({ caller }) => !isRequired || caller.claims.ints.has('level'));
      const changes = compareSources(before, after).map((change) => ({
        change,
        holds: change.who === null ? () => false : holdsOf({ ...after, claims }, change.who),
      }));
      for (const { change, holds } of changes)
        if (change.who?.witness != null) expect(holds(change.who.witness)).toBe(true);
      for (const asked of requests)
        check(new Naive(before, asked), new Naive(after, asked), (kind, subject, verb = /./) =>
          changes
            .filter(({ change }) => change.kind === kind && change.subjects.includes(subject))
            .filter(({ change, holds }) => verb.test(change.verb) && holds(asked))
            .map(({ change }) => change.direction),
        );
    }),
    { numRuns: 150 },
  );
}

function direction(before: number, after: number): readonly string[] {
  return before === after ? [] : [before < after ? 'widened' : 'narrowed'];
}

/** What is asked for in addition: one that is gone widens, one that is new narrows. */
function requirements(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
  return [
    ...([...after].every((one) => before.has(one)) ? [] : ['narrowed']),
    ...([...before].every((one) => after.has(one)) ? [] : ['widened']),
  ];
}

describe('what is told of everyone is what is so', () => {
  test('of commands, with and without a WHERE', () => {
    const levels = ['deny', 'approve', 'allow'];
    compareAll((before, after, told) => {
      for (const action of ['select', 'delete'] as const) {
        const expected = direction(
          levels.indexOf(before.command(action, false)),
          levels.indexOf(after.command(action, false)),
        );
        expect(told('command', `${action} on t`)).toEqual(expected);
        const without = direction(
          levels.indexOf(before.command(action, true)),
          levels.indexOf(after.command(action, true)),
        );
        // Where nobody says anything of statements without a WHERE alone, they are not told apart.
        const found = told('command', `${action} without where on t`);
        const speaks = [before, after].some(({ ir }) =>
          ir.relations[0]?.commands[action]?.some((r) => r.withoutWhere),
        );
        expect(found).toEqual(speaks ? without : []);
        if (!speaks) expect(without).toEqual(expected);
      }
    });
  }, 60_000);

  test('of columns and parts of their values', () => {
    compareAll((before, after, told) => {
      for (const part of [false, true]) {
        if (part && !before.isPartLabelled && !after.isPartLabelled) continue;
        const [was, is] = [before.sees(part), after.sees(part)];
        const found = told('column', part ? 't.c.$.a' : 't.c');
        if (is === null) expect(found).toEqual([]);
        else if (was === null)
          expect(found).toEqual(
            is.level === 40 && (part ? after.isPartLabelled || after.isLabelled : after.isLabelled)
              ? ['widened']
              : [],
          );
        else if (was.level < is.level || (!was.finds && is.finds)) expect(found).toEqual(['widened']);
        else expect(found).toEqual(was.level > is.level || (was.finds && !is.finds) ? ['narrowed'] : []);
      }
    });
  }, 60_000);

  test('of filters, approvals and alerts', () => {
    compareAll((before, after, told) => {
      const bothUse = before.usesTable && after.usesTable;
      expect([...new Set(told('filter', 'rows of t'))].sort()).toEqual(
        bothUse ? requirements(before.filters, after.filters) : [],
      );
      for (const action of ['select', 'delete'] as const) {
        const bothAsk = before.approvals(action).size > 0 && after.approvals(action).size > 0;
        expect([...new Set(told('approval', `${action} on t`))].sort()).toEqual(
          bothAsk ? requirements(before.approvals(action), after.approvals(action)) : [],
        );
      }
      const bothMay = before.command('select', false) !== 'deny' && after.command('select', false) !== 'deny';
      expect(told('alert', 'select on t')).toEqual(
        bothMay ? direction(Number(after.isAlerted), Number(before.isAlerted)) : [],
      );
    });
  }, 60_000);

  test('of budgets and records', () => {
    compareAll((before, after, told) => {
      const bothIn = before.isLetIn && after.isLetIn;
      expect(told('limit', 'rows per session', /limit/)).toEqual(
        bothIn ? direction(before.limit('stop'), after.limit('stop')) : [],
      );
      expect(told('limit', 'rows per session', /alert/)).toEqual(
        bothIn ? direction(before.limit('alert'), after.limit('alert')) : [],
      );
      expect(told('record', 'sessions')).toEqual(bothIn ? direction(after.record, before.record) : []);
    });
  }, 60_000);

  test('of what may be declassified', () => {
    compareAll((before, after, told) => {
      for (const label of ['pii', 'pii.contact', 'pci']) {
        const known = [before, after].some(({ ir }) => JSON.stringify(ir.relations).includes(`"${label}"`));
        const expected = direction(Number(before.declassifies(label)), Number(after.declassifies(label)));
        expect(told('declassification', `${label} into t`)).toEqual(known ? expected : []);
      }
    });
  }, 60_000);
});
