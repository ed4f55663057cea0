/** A comparison of random policies against brute force: every request, decided on both sides by the interpreter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Change,
  compareSources,
  isWidening,
} from '../../../../compiler/src/analyses/diff/compare-policies.ts';
import { columnEntryText, entryText } from '../../../../compiler/src/analyses/entry-names.ts';
import { loadSchema } from '../../../../compiler/src/schema/load-schema.ts';
import type { Relation, Schema } from '../../../../compiler/src/schema/model.ts';
import { arbitraryFewPolicies, FEW_REQUESTS, SCHEMA } from '../../reference/arbitrary-policy.ts';
import { Interpreter } from '../../reference/interpreter.ts';
import type { Asked } from '../../support/arbitrary-condition.ts';
import { compileWith } from '../../support/compile-with.ts';
import { holdsOf } from '../read-note.ts';

async function load(text: string): Promise<Schema> {
  const { schema } = await loadSchema('crm.sql', text);
  if (schema === null) throw new Error('the schema cannot be read');
  return schema;
}

const schema = await load(SCHEMA);
/** A migration later: a column more, one less, a table less and one more. */
const migrated = await load(
  `${SCHEMA} alter table customers add column added text; alter table sales.customers drop column id; create table fresh (id text);`,
);

/** How much is seen of a value, and whether rows are found by it. */
interface Sight {
  readonly level: number;
  readonly finds: boolean;
}

const HIDDEN: Sight = { level: 0, finds: false };

/** By the interpreter's word for it. */
function sightOf(text: string | null): Sight {
  if (text === null || text === 'reveal') return { level: 40, finds: true };
  const [name = ''] = text.split(/[(,]/);
  return { level: { null: 0, constant: 10, hash: 20 }[name] ?? 30, finds: text.endsWith(', lookup') };
}

interface Side {
  readonly schema: Schema;
  readonly interpreter: Interpreter;
}

function relationIn({ schema }: Side, key: string): Relation | null {
  return schema.relations.get(key) ?? null;
}

type Action = 'select' | 'insert' | 'update' | 'delete';

function decides(side: Side, key: string, asked: Asked, action: Action): string {
  const relation = relationIn(side, key);
  return relation === null ? 'deny' : side.interpreter.decide(asked, relation, action);
}

/** `unread`, or what is shown. */
function sees(side: Side, key: string, column: string, asked: Asked): 'unread' | Sight {
  const relation = relationIn(side, key);
  if (relation === null || side.interpreter.decide(asked, relation, 'select') === 'deny') return 'unread';
  if (!relation.columns.some(({ name }) => name === column)) return HIDDEN;
  return sightOf(side.interpreter.treatments(asked, relation, column)[0] ?? null);
}

function isLabelled({ schema, interpreter }: Side, key: string, column: string): boolean {
  const relation = schema.relations.get(key);
  return (
    relation !== undefined && interpreter.treatments(FEW_REQUESTS[0] ?? fail(), relation, column).length > 0
  );
}

function fail(): never {
  throw new Error('there is a request');
}

/** Which way something goes, as the design says it; null where nothing changes. */
function expectedSight(before: ReturnType<typeof sees>, after: ReturnType<typeof sees>, labelled: boolean) {
  if (after === 'unread') return null;
  if (before === 'unread') return after.level === 40 && labelled ? 'widened' : null;
  if (before.level < after.level || (!before.finds && after.finds)) return 'widened';
  return before.level > after.level || (before.finds && !after.finds) ? 'narrowed' : null;
}

function comparePairs(runs: number, newSchema: Schema): { widened: number; not: number } {
  const seen = { widened: 0, not: 0 };
  fc.assert(
    fc.property(
      arbitraryFewPolicies,
      arbitraryFewPolicies,
      fc.constantFrom(true, false),
      (text, other, isSame) => {
        const now = isSame ? text : other;
        const sides = [compileWith(schema, text), compileWith(newSchema, now)];
        const [before, after] = sides.map(({ sources }) => sources?.[0]);
        fc.pre(before !== undefined && after !== undefined);
        if (before === undefined || after === undefined) return;
        const [old, fresh] = sides.map(({ ast }, i): Side => {
          const of = i === 0 ? schema : newSchema;
          return { schema: of, interpreter: new Interpreter([ast], 'crm', of) };
        });
        if (old === undefined || fresh === undefined) throw new Error('there are two sides');
        const changes = compareSources(before, after);
        const told = (kind: string, subject: string, asked: Asked): readonly string[] =>
          changes
            .filter((change) => change.kind === kind && change.subjects.includes(subject))
            .filter((change) => change.who !== null && holds(change, asked))
            .map(({ direction }) => direction);
        const cached = new Map<Change, (asked: Asked) => boolean>();
        function holds(change: Change, asked: Asked): boolean {
          const known =
            cached.get(change) ?? (change.who === null ? () => false : holdsOf(after ?? fail(), change.who));
          cached.set(change, known);
          return known(asked);
        }

        let widens = false;
        for (const key of new Set([...schema.relations.keys(), ...newSchema.relations.keys()])) {
          const relation = relationIn(fresh, key) ?? relationIn(old, key) ?? fail();
          const columns = new Set(
            [old, fresh].flatMap((s) => relationIn(s, key)?.columns.map((c) => c.name) ?? []),
          );
          for (const asked of FEW_REQUESTS) {
            for (const action of ['select', 'insert', 'update', 'delete'] as const) {
              const [was, is] = [decides(old, key, asked, action), decides(fresh, key, asked, action)];
              const expected = was === is ? [] : [was === 'deny' ? 'widened' : 'narrowed'];
              expect(told('command', `${action} on ${entryText(relation)}`, asked)).toEqual(expected);
              widens ||= expected.includes('widened');
            }
            for (const column of columns) {
              const [was, is] = [sees(old, key, column, asked), sees(fresh, key, column, asked)];
              const expected = expectedSight(was, is, isLabelled(fresh, key, column));
              const found = told('column', columnEntryText(relation, column), asked);
              // Masks that tell equally much but not the same are told as well.
              const ordered = found.filter(
                (direction) => direction === 'widened' || direction === 'narrowed',
              );
              expect(ordered).toEqual(expected === null ? [] : [expected]);
              if (ordered.length < found.length) expect(was).toEqual(is);
              widens ||= found.includes('widened') || found.includes('unordered');
            }
          }
        }
        const told2 = changes.filter(({ kind }) => kind === 'command' || kind === 'column');
        expect(told2.some(isWidening)).toBe(widens);
        for (const change of changes)
          if (change.who?.witness != null) expect(holds(change, change.who.witness)).toBe(true);
        if (isSame && newSchema === schema) expect(changes).toEqual([]);
        seen[widens ? 'widened' : 'not'] += 1;
      },
    ),
    { numRuns: runs },
  );
  return seen;
}

describe('what is told is what the interpreter says of everyone', () => {
  test('of two policies over one schema', () => {
    const { widened, not } = comparePairs(25, schema);
    expect(Math.min(widened, not)).toBeGreaterThan(0);
  }, 120_000);

  test('of two policies on either side of a migration', () => {
    expect(comparePairs(20, migrated).widened).toBeGreaterThan(0);
  }, 120_000);
});
