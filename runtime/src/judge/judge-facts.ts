/** From facts to a verdict, for the callers that one view is for. */
import type { Denial, Verdict } from '../pgwire/gate.ts';
import { SELECT } from './decide/decide.ts';
import type { Access, Evidence } from './decide/evidence-book.ts';
import type { LockedRows } from './decide/locked-rows.ts';
import { neededColumns, type Read } from './decide/needed-columns.ts';
import type { PolicyView } from './decide/policy-view.ts';
import { refuseCalls } from './decide/refuse-calls.ts';
import type { RelationView } from './decide/relation-view.ts';
import { substitutionsFor } from './decide/substitutions.ts';
import { at, denials } from './denials.ts';
import type { RelationUse, StatementFacts, TextFacts } from './facts/facts.ts';
import { keepingOf } from './keeping.ts';
import type { SqlParser } from './parse/sql-parser.ts';
import { rewrite, type StatementPlan, type WritePlan } from './rewrite/rewrite.ts';
import type { Splice } from './rewrite/splice.ts';
import type { SubqueryTrees } from './rewrite/subquery-trees.ts';

/** A verdict, and what is needed to share it with texts that differ in constants. */
export interface Judgement {
  readonly verdict: Verdict;
  /** What made the forwarded text from the client's. */
  readonly splices: readonly Splice[];
  /** Whether no constant decided anything. */
  readonly shareable: boolean;
  /** What goes on record of it besides its text; null where nothing does. */
  readonly evidence: Evidence | null;
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
  const deny = (denial: Denial) => denied(denial, view.evidence.denied());
  if (facts.kind === 'refused') return deny(facts.denial);
  const mayTell = (statement: StatementFacts) => () => !plainParameters || statement.mayTell();
  const plans: StatementPlan[] = [];
  const accesses: Access[] = [];
  const all: { readonly facts: StatementFacts; readonly reads: readonly Read[] }[] = [];
  const shown = new Set<string>();
  let needed: Set<string> | null = new Set<string>();
  let touchesProtected = false;
  let rewrites = false;
  let readsConstants = false;
  for (const statement of facts.statements) {
    const reads: Read[] = [];
    for (const use of statement.reads) {
      const relation = view.relation(use.schema, use.name);
      const refusal = refuseRead(statement, use, relation);
      if (refusal !== null) return deny(at(refusal, text, use.location));
      if (relation.kind === 'denied') return deny(relation.denial);
      touchesProtected ||= relation.isProtected || (relation.kind === 'masked' && !relation.isSystem);
      rewrites ||= relation.kind === 'masked';
      for (const label of relation.revealed) shown.add(label);
      reads.push({ use, view: relation });
    }
    for (const { schema, name } of statement.reads) accesses.push({ ...SELECT, schema, name });
    if (view.evidence.level !== 'none') needed = both(needed, neededColumns(statement, reads));
    const writes: WritePlan[] = [];
    let writesProtected = false;
    for (const write of statement.writes) {
      const { target, changes } = write;
      const allowed = view.write(statement, write, reads);
      if (!('touchesHidden' in allowed)) return deny(at(allowed, text, target.location));
      const { guard, returns } = allowed;
      writes.push({ write, guard, returns });
      rewrites ||= guard !== null || returns !== null;
      readsConstants ||= guard !== null && (guard.checks.length > 0 || guard.query !== null);
      writesProtected ||= allowed.touchesHidden || guard !== null || view.isLabelled(target);
      if (statement.showsPlan && writesProtected)
        return deny(at(denials.planOfProtected(), text, target.location));
      for (const { action, lacksWhere } of changes)
        accesses.push({ action, lacksWhere, schema: target.schema, name: target.name });
    }
    touchesProtected ||= writesProtected;
    const twice = touchesProtected ? view.writtenTwice(statement) : null;
    if (twice !== null) return deny(at(denials.writeTwice(twice.name), text, twice.location));
    const refused = refuseCalls(statement.calls, {
      ...{ reads, writes: statement.writes, writesProtected },
      refuseSequence: (call) => view.refuseSequence(call),
    });
    if (refused !== null) return deny(at(refused.denial, text, refused.location));
    rewrites ||= statement.calls.settings.length > 0;
    const tells = mayTell(statement);
    const asStored = new Set<RelationUse>();
    const locked = new Map<RelationUse, LockedRows>();
    for (const lock of statement.locks) {
      const { use } = lock;
      const readsStored = () => {
        if (view.readsStored(statement, use, reads)) return true;
        const rows = view.lockedRows(statement, use);
        if (rows !== null) locked.set(use, rows);
        return rows !== null;
      };
      const allowed = view.refuseLock(lock, { mayTell: tells, readsStored });
      if (allowed !== null && typeof allowed !== 'string') return deny(at(allowed, text, use.location));
      if (allowed === 'as stored') asStored.add(use);
      touchesProtected ||= view.isLabelled(lock.use);
    }
    // A parameter of another type may have a stored value converted for it, which can fail.
    const asked = plainParameters ? statement : { ...statement, lookups: [] };
    plans.push({
      facts: statement,
      substitutions: substitutionsFor(asked, reads, tells, asStored),
      writes,
      locked: [...locked.values()],
      mayTell: tells,
    });
    all.push({ facts: statement, reads });
  }
  // A constant that moves would have to move in every text that shares the judgement.
  const moves = plans.some(({ substitutions }) =>
    substitutions.some(
      ({ use, subquery }) => subquery !== null && (subquery.lookups.length > 0 || use.sample !== null),
    ),
  );
  const shareable =
    !readsConstants && !moves && facts.statements.every((statement) => statement.sharedByConstants);
  const alerts = view.alerts.of(accesses);
  const approvals = view.approvals(facts.statements);
  const masked = rewrites ? view.notices.of(all) : [];
  const notices = facts.statements.findLast((statement) => statement.notices !== null)?.notices ?? null;
  const prepared = facts.statements[0]?.prepared;
  const declares = facts.statements.flatMap((statement) => statement.declares ?? []);
  const fetches = facts.statements.flatMap((statement) => statement.fetches ?? []);
  const asks = approvals.length > 0;
  const keeping = keepingOf({ text, statements: facts.statements, rewrites, touchesProtected, asks });
  const common = {
    touchesProtected,
    ...(masked.length > 0 && { masked }),
    ...(notices !== null && { notices }),
    ...(alerts.length > 0 && { alerts }),
    ...(asks && { approvals }),
    ...(prepared != null && { prepared }),
    ...(facts.statements.some((statement) => statement.forgetsPrepared) && {
      forgetsPrepared: true as const,
    }),
    ...(declares.length + fetches.length > 0 && {
      cursors: { declares: declares.map(({ name, holds }) => ({ name, holds })), fetches },
    }),
    ...(keeping !== undefined && { keeping }),
  };
  const writes = facts.statements.some((statement) => statement.writes.length > 0);
  const evidence = view.evidence.of(accesses, { touchesProtected, writes, revealed: shown, needed });
  if (!rewrites) {
    return {
      verdict: { kind: 'forward', text, positions: null, ...common },
      splices: [],
      shareable,
      evidence,
    };
  }
  const rewritten = rewrite(text, facts.tree, plans, parser, subqueries);
  if (rewritten === null) return deny(denials.notRewritable());
  const { positions, splices } = rewritten;
  return {
    verdict: { kind: 'forward', text: rewritten.text, positions, ...common },
    splices,
    shareable,
    evidence,
  };
}

function both(a: Set<string> | null, b: ReadonlySet<string> | null): Set<string> | null {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

function refuseRead(statement: StatementFacts, use: RelationUse, relation: RelationView): Denial | null {
  if (relation.kind === 'denied') return relation.denial;
  if (statement.showsPlan && relation.isProtected) return denials.planOfProtected();
  if (relation.kind === 'masked' && use.sample !== null) {
    if (use.sample.tellsPlaces) return denials.sampleOfMasked(use.name);
    if (use.sample.share === null) return denials.sampleByExpression(use.name);
  }
  if (relation.kind === 'masked' && statement.copied?.isAlone === false)
    return denials.copyOfProtected(use.name);
  return null;
}

function denied(denial: Denial, evidence: Evidence | null): Judgement {
  return { verdict: { kind: 'deny', denial }, splices: [], shareable: false, evidence };
}
