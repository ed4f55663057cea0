/** From facts to a verdict, for the callers that one view is for. */
import type { Action } from '../abi.ts';
import type { Denial, Verdict } from '../pgwire/gate.ts';
import type { Read } from './decide/needed-columns.ts';
import type { PolicyView } from './decide/policy-view.ts';
import type { RelationView } from './decide/relation-view.ts';
import { substitutionsFor } from './decide/substitutions.ts';
import { at, denials } from './denials.ts';
import type { RelationUse, RelationWrite, StatementFacts, TextFacts } from './facts/facts.ts';
import type { SqlParser } from './parse/sql-parser.ts';
import { rewrite, type StatementPlan } from './rewrite/rewrite.ts';
import type { Splice } from './rewrite/splice.ts';
import type { SubqueryTrees } from './rewrite/subquery-trees.ts';

/** A verdict, and what is needed to share it with texts that differ in constants. */
export interface Judgement {
  readonly verdict: Verdict;
  /** What made the forwarded text from the client's. */
  readonly splices: readonly Splice[];
  /** Whether no constant decided anything. */
  readonly shareable: boolean;
}

export interface JudgingContext {
  readonly parser: SqlParser;
  readonly subqueries: SubqueryTrees;
  /** Whether no parameter has a type to which a stored value would be converted by a function that can fail. */
  readonly plainParameters: boolean;
}

export function judgeFacts(
  text: string,
  facts: TextFacts,
  view: PolicyView,
  { parser, subqueries, plainParameters }: JudgingContext,
): Judgement {
  if (facts.kind === 'refused') return deny(facts.denial);
  const mayTell = (statement: StatementFacts) => () => !plainParameters || statement.mayTell();
  const plans: StatementPlan[] = [];
  const accesses: { readonly action: Action; readonly schema: string; readonly name: string }[] = [];
  let touchesProtected = false;
  let masks = false;
  for (const statement of facts.statements) {
    const reads: Read[] = [];
    const revealed = new Set<string>();
    for (const use of statement.reads) {
      const relation = view.relation(use.schema, use.name);
      const refusal = refuseRead(statement, use, relation);
      if (refusal !== null) return deny(at(refusal, text, use.location));
      if (relation.kind === 'denied') return deny(relation.denial);
      touchesProtected ||= relation.isProtected;
      masks ||= relation.kind === 'masked';
      for (const label of relation.revealed) revealed.add(label);
      reads.push({ use, view: relation });
    }
    for (const { schema, name } of statement.reads) accesses.push({ action: 'select', schema, name });
    const { write } = statement;
    if (write !== null) {
      const refusal = view.refuseWrite(statement, write, reads) ?? refuseRaw(write, view, revealed);
      if (refusal !== null) return deny(at(refusal, text, write.target.location));
      touchesProtected ||= view.isLabelled(write.target);
      const { action, target } = write;
      accesses.push({ action, schema: target.schema, name: target.name });
    }
    for (const lock of statement.locks) {
      const refusal = view.refuseLock(lock);
      if (refusal !== null) return deny(at(refusal, text, lock.use.location));
      touchesProtected ||= view.isLabelled(lock.use);
    }
    plans.push({ facts: statement, substitutions: substitutionsFor(statement, reads, mayTell(statement)) });
  }
  const shareable = facts.statements.every((statement) => statement.sharedByConstants);
  const alerts = view.alerts.of(accesses);
  const approvals = view.approvals(facts.statements);
  const common = {
    touchesProtected,
    ...(alerts.length > 0 && { alerts }),
    ...(approvals.length > 0 && { approvals }),
  };
  if (!masks) {
    return { verdict: { kind: 'forward', text, positions: null, ...common }, splices: [], shareable };
  }
  const rewritten = rewrite(text, facts.tree, plans, parser, subqueries);
  if (rewritten === null) return deny(denials.notRewritable());
  const { positions, splices } = rewritten;
  return {
    verdict: { kind: 'forward', text: rewritten.text, positions, ...common },
    splices,
    shareable,
  };
}

function refuseRead(statement: StatementFacts, use: RelationUse, relation: RelationView): Denial | null {
  if (relation.kind === 'denied') return relation.denial;
  if (statement.showsPlan && relation.isProtected) return denials.planOfProtected();
  if (use.only && relation.kind === 'masked') return denials.onlyOfProtected(use.name);
  if (relation.kind === 'masked' && statement.copied?.isAlone === false)
    return denials.copyOfProtected(use.name);
  return null;
}

/** `revealed`: labels whose values the statement reads as they are. It must not write them where the label is not. */
function refuseRaw(write: RelationWrite, view: PolicyView, revealed: ReadonlySet<string>): Denial | null {
  const { schema, name } = write.target;
  const undeclared = [...revealed].find((label) => !view.declassifies(schema, name, label));
  return undeclared === undefined ? null : denials.writeOfRaw(name, undeclared);
}

function deny(denial: Denial): Judgement {
  return { verdict: { kind: 'deny', denial }, splices: [], shareable: false };
}
