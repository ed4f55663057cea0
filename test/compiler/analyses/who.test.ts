/** `who` against brute force: every request that the policies can tell apart, decided by the interpreter. */
import type { RelationEntry } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spaceOf } from '../../../compiler/src/analyses/policy-world.ts';
import { SourceWorld } from '../../../compiler/src/analyses/source-world.ts';
import { commandAnswers, sightGroups } from '../../../compiler/src/analyses/who/who.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import type { Relation, Schema } from '../../../compiler/src/schema/model.ts';
import { arbitraryFewPolicies, FEW_REQUESTS, SCHEMA } from '../reference/arbitrary-policy.ts';
import { Interpreter } from '../reference/interpreter.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';
import { compileWith } from '../support/compile-with.ts';
import { holdsOf } from './read-note.ts';

const { schema } = await loadSchema('crm.sql', SCHEMA);
if (schema === null) throw new Error('the schema cannot be read');
const knownSchema: Schema = schema;
const relations = [...knownSchema.relations.values()];

/** Asks everything there is to ask of random policies. */
function withRandomPolicies(
  runs: number,
  compare: (ir: IrSource, interpreter: Interpreter, requests: readonly Asked[]) => void,
): void {
  fc.assert(
    fc.property(arbitraryFewPolicies, (text) => {
      const { ast, sources } = compileWith(knownSchema, text);
      const [ir] = sources ?? [];
      fc.pre(ir !== undefined);
      if (ir === undefined) return;
      compare(ir, new Interpreter([ast], 'crm', knownSchema), FEW_REQUESTS);
    }),
    { numRuns: runs },
  );
}

function entryOf(ir: IrSource, relation: Relation): RelationEntry {
  const entry = ir.relations.find(({ schema, name }) => schema === relation.schema && name === relation.name);
  if (entry === undefined) throw new Error(`${relation.name} is missing`);
  return entry;
}

describe('of random policies', () => {
  test('who may use a command is who is allowed to by the interpreter', () => {
    withRandomPolicies(15, (ir, interpreter, requests) => {
      const world = new SourceWorld(ir, spaceOf([ir]));
      for (const relation of relations)
        for (const { action, effect, who } of commandAnswers(world, entryOf(ir, relation))) {
          expect(effect).toBe('allow');
          expect(who.condition.complete).toBe(true);
          const isMeant = holdsOf(ir, who);
          for (const asked of requests)
            expect(isMeant(asked)).toBe(interpreter.decide(asked, relation, action) === 'allow');
          if (who.witness !== null) expect(isMeant(who.witness)).toBe(true);
          if (who.witness !== null) expect(interpreter.decide(who.witness, relation, action)).toBe('allow');
        }
    });
  }, 60_000);

  test('who sees a column, and how, is what the interpreter says of everyone', () => {
    withRandomPolicies(15, (ir, interpreter, requests) => {
      const world = new SourceWorld(ir, spaceOf([ir]));
      for (const relation of relations)
        for (const column of entryOf(ir, relation).columns) {
          const through = entryOf(ir, relation);
          const place = { through, name: column.name, from: through, column };
          const [group, ...others] = sightGroups(world, [place]);
          expect(others).toEqual([]);
          const sights = (group?.sights ?? []).map(({ treatment, who }) => ({
            text: treatment && `${treatment.text}${treatment.lookup ? ', lookup' : ''}`,
            holds: holdsOf(ir, who),
          }));
          for (const asked of requests) {
            const seen = sights.filter(({ holds }) => holds(asked)).map(({ text }) => text);
            const isReadable = interpreter.decide(asked, relation, 'select') === 'allow';
            const [shown = null] = interpreter.treatments(asked, relation, column.name);
            expect(seen).toEqual(isReadable ? [shown] : []);
          }
        }
    });
  }, 60_000);

  test('the rules that are named are those that apply to somebody who is meant', () => {
    withRandomPolicies(15, (ir, _interpreter, requests) => {
      const world = new SourceWorld(ir, spaceOf([ir]));
      const applies = (policy: number, asked: Asked): boolean => {
        const condition = ir.policies[policy]?.condition;
        return condition !== undefined && holds(condition, asked);
      };
      for (const relation of ir.relations)
        for (const { action, who } of commandAnswers(world, relation)) {
          const isMeant = holdsOf(ir, who);
          const meant = requests.filter((asked) => isMeant(asked));
          const allowing = (relation.commands[action] ?? [])
            .filter(
              ({ effect, policy }) => effect === 'allow' && meant.some((asked) => applies(policy, asked)),
            )
            .map(({ rule }) => ir.rules[rule]?.line);
          const named = who.rules.filter(({ text }) => text.startsWith('allow')).map(({ line }) => line);
          expect(new Set(named)).toEqual(new Set(allowing));
        }
    });
  }, 60_000);
});
