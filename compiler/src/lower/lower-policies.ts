/** What is lowered for every source, of whatever kind: who the policies are for, and the rules that they have. */
import type { ClaimEntry, IdentityEntry } from '@dlpc/runtime/abi';
import { type Source, treatmentBlocks } from '../bind/program.ts';
import type { CheckedProgram } from '../check/checked-program.ts';
import { readsHint } from '../check/conditions/reads-hint.ts';
import type { IrPolicies } from '../ir/ir.ts';
import { lowerLimits } from './lower-statements.ts';
import { compare, type Lowering, uncheckedError } from './lowering.ts';
import { buildRuleTable, type RuleFile } from './rule-table.ts';
import { simplify } from './simplify-condition.ts';

/** The policies that speak of `source`, and what lowering the rest of it needs to name them. */
export function lowerPolicies(
  checked: CheckedProgram,
  source: Source,
  files: ReadonlyMap<string, RuleFile>,
): { readonly common: Omit<IrPolicies, 'schemaFingerprint'>; readonly lowering: Lowering } {
  const policies = checked.program.policies
    .filter((policy) => treatmentBlocks(policy).some((block) => block.source === source))
    .sort((a, b) => compare(a.name, b.name));
  const table = buildRuleTable(source, policies, files);
  const indexes = new Map(policies.map((policy, index) => [policy, index]));
  const lowering: Lowering = { table, indexOf: (policy) => indexes.get(policy) ?? -1 };
  const common = {
    source: source.name,
    identity: lowerIdentity(checked),
    claims: lowerClaims(checked),
    policies: policies.map((policy) => {
      const condition = checked.conditions.policies.get(policy);
      if (condition === undefined) throw uncheckedError(`the condition of ${policy.name}`);
      return {
        name: policy.name,
        condition: simplify(condition),
        admits: !readsHint(condition),
        record: policy.record,
      };
    }),
    rules: table.rules,
    limits: lowerLimits(checked.program, source, lowering),
  };
  return { common, lowering };
}

/** What the policy pins of the tokens that it speaks of; null where it speaks of none. */
function lowerIdentity({ program }: CheckedProgram): IdentityEntry | null {
  const settings = new Map(
    program.identity?.declaration.members.flatMap((member) =>
      member.kind === 'IdentitySetting' ? [[member.key, member.value.value] as const] : [],
    ),
  );
  const issuer = settings.get('issuer');
  const audience = settings.get('audience');
  return issuer === undefined || audience === undefined ? null : { issuer, audience };
}

/** All that are declared, read or not: a claim that an identity must carry is one for every source. */
function lowerClaims({ program }: CheckedProgram): readonly ClaimEntry[] {
  const claims = [...(program.identity?.claims.values() ?? [])].filter((claim) => claim !== null);
  return claims
    .map(({ name, type, optional }) => ({ name, type, optional }))
    .sort((a, b) => compare(a.name, b.name));
}
