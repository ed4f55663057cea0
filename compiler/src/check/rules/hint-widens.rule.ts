/**
 * DLP3019: a policy that depends on what the client says of itself gives more than there would be without it. Whoever says the
 * right thing would get it, so that such a policy may only take away: an `allow`, `reveal` or `declassify` gives, and so do a
 * mask that shows more than what holds where no policy speaks, and an `approve` of what nobody else allows.
 */
import { diagnostic } from '@dlpc/language';
import { REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import {
  type CommandStatement,
  type Policy,
  type RequestStatement,
  type TreatmentStatement,
  treatmentBlocks,
} from '../../bind/program.ts';
import type { Condition } from '../../ir/ir.ts';
import { OPENING } from '../command-index.ts';
import { readsHint } from '../conditions/reads-hint.ts';
import { RequestIndex, requestsOf } from '../request-index.ts';
import type { Rule, RuleContext } from '../rule.ts';

export const hintWidens: Rule = (context) => {
  const { checked, report } = context;
  const weaker = weakerMasks(context);
  const opening = openingApprovals(context);
  for (const [policy, condition] of checked.conditions.policies) {
    if (!readsHint(condition)) continue;
    for (const { commands, declassifications } of policy.blocks) {
      for (const { effect, node } of commands)
        if (effect === 'allow' || (effect === 'approve' && opening.has(node)))
          report(diagnostic('hint-widens', node.span, { policy: policy.name, statement: effect }));
      for (const { node } of declassifications)
        report(diagnostic('hint-widens', node.span, { policy: policy.name, statement: 'declassify' }));
    }
    for (const { requests } of policy.apiBlocks)
      for (const { effect, node } of requests)
        if (effect === 'allow' || (effect === 'approve' && opening.has(node)))
          report(diagnostic('hint-widens', node.span, { policy: policy.name, statement: effect }));
    for (const { treatments } of treatmentBlocks(policy)) {
      for (const statement of treatments) {
        const { node } = statement;
        const word =
          node.kind === 'RevealStatement'
            ? 'reveal'
            : `mask … with ${node.mask.name.text}${node.lookup ? ', lookup by equality' : ''}`;
        if (node.kind === 'RevealStatement' || weaker.has(statement))
          report(diagnostic('hint-widens', node.span, { policy: policy.name, statement: word }));
      }
    }
  }
};

type Approving = CommandStatement['node'] | RequestStatement['node'];

/** Statements that have something approved which not all of their callers may do, or have approved, without the hint. */
function openingApprovals({ checked, callers, commands }: RuleContext): ReadonlySet<Approving> {
  const { policies } = checked.conditions;
  const isHinted = (policy: Policy): boolean => {
    const condition = policies.get(policy);
    // A condition with a mistake opens nothing.
    return condition === undefined || readsHint(condition);
  };
  const found = new Set<Approving>();
  if (![...policies.values()].some(readsHint)) return found;
  for (const { policy, effect, statement, relation, action } of commands.all) {
    const condition = policies.get(policy);
    if (effect !== 'approve' || condition === undefined || !readsHint(condition)) continue;
    if (isAlone(condition, commands.of(relation.relation, action.action, ...OPENING)))
      found.add(statement.node);
  }
  const requests = new RequestIndex(requestsOf(checked.program));
  for (const { policy, statement } of requestsOf(checked.program)) {
    const condition = policies.get(policy);
    if (statement.effect !== 'approve' || condition === undefined || !readsHint(condition)) continue;
    if (statement.operations.some((operation) => isAlone(condition, requests.of(operation, ...OPENING))))
      found.add(statement.node);
  }
  return found;

  /** Whether somebody meets the condition for whom no policy without a hint opens the same. */
  function isAlone(condition: Condition, opening: readonly { readonly policy: Policy }[]): boolean {
    const others = opening.flatMap(({ policy: other }) =>
      isHinted(other) ? [] : [policies.get(other) ?? []].flat(),
    );
    const elsewhere = callers.either(...others.map((other) => callers.of(other)));
    return callers.ask(callers.both(callers.of(condition), callers.outside(elsewhere))).is !== 'empty';
  }
}

/** Masks that show more of some column than its fallback does, which would hold if the policy did not apply. */
function weakerMasks({ checked }: RuleContext): ReadonlySet<TreatmentStatement> {
  const hinted = new Set<Policy>();
  for (const [policy, condition] of checked.conditions.policies) if (readsHint(condition)) hinted.add(policy);
  const weaker = new Set<TreatmentStatement>();
  if (hinted.size === 0) return weaker;
  for (const { columns, parts } of checked.settled.values())
    for (const { labels, fallback } of [...columns, ...parts])
      for (const { says } of labels)
        for (const { policy, statement, treatment } of says)
          if (hinted.has(policy) && !hidesAsMuch(treatment, fallback)) weaker.add(statement);
  return weaker;
}

function hidesAsMuch(treatment: Treatment | null, fallback: Treatment | null): boolean {
  // A mask that does not fit has been reported.
  if (treatment === null || fallback === null) return true;
  // Where no policy speaks, nobody looks a value up.
  if (treatment.lookup) return false;
  if (treatment.rank === REVEAL_RANK.nothing || treatment.sql === fallback.sql) return true;
  return treatment.rank < fallback.rank;
}
