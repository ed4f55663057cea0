/** From facts to a verdict, for the callers that one view is for. */
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

export function judgeFacts(
  text: string,
  facts: TextFacts,
  view: PolicyView,
  parser: SqlParser,
  subqueries: SubqueryTrees,
): Judgement {
  if (facts.kind === 'refused') return deny(facts.denial);
  const plans: StatementPlan[] = [];
  let touchesProtected = false;
  let masks = false;
  for (const statement of facts.statements) {
    const reads: Read[] = [];
    let reveals = false;
    for (const use of statement.reads) {
      const relation = view.relation(use.schema, use.name);
      const refusal = refuseRead(statement, use, relation);
      if (refusal !== null) return deny(at(refusal, text, use.location));
      if (relation.kind === 'denied') return deny(relation.denial);
      touchesProtected ||= relation.isProtected;
      masks ||= relation.kind === 'masked';
      reveals ||= relation.reveals;
      reads.push({ use, view: relation });
    }
    const refusedWrite = statement.write === null ? null : refuseWrite(statement.write, view, reveals);
    if (refusedWrite !== null && statement.write !== null)
      return deny(at(refusedWrite, text, statement.write.target.location));
    plans.push({ facts: statement, substitutions: substitutionsFor(statement, reads) });
  }
  const shareable = facts.statements.every((statement) => statement.sharedByConstants);
  if (!masks) {
    return { verdict: { kind: 'forward', text, positions: null, touchesProtected }, splices: [], shareable };
  }
  const rewritten = rewrite(text, facts.tree, plans, parser, subqueries);
  if (rewritten === null) return deny(denials.notRewritable());
  const { positions, splices } = rewritten;
  return {
    verdict: { kind: 'forward', text: rewritten.text, positions, touchesProtected },
    splices,
    shareable,
  };
}

function refuseRead(statement: StatementFacts, use: RelationUse, relation: RelationView): Denial | null {
  if (relation.kind === 'denied') return relation.denial;
  if (statement.showsPlan && relation.isProtected) return denials.planOfProtected();
  if (use.only && relation.kind === 'masked') return denials.onlyOfProtected(use.name);
  return null;
}

/** `reveals`: what the statement reads has a labelled value in it, which it must not write where the label is not. */
function refuseWrite(write: RelationWrite, view: PolicyView, reveals: boolean): Denial | null {
  const refusal = view.refuseWrite(write);
  return refusal === null && reveals ? denials.writeOfRaw(write.target.name) : refusal;
}

function deny(denial: Denial): Judgement {
  return { verdict: { kind: 'deny', denial }, splices: [], shareable: false };
}
