/**
 * Compares two compiled policy sets: every source, relation, command and column, operation and field, for all requests that the conditions of both
 * can tell apart. Exact, but where the diagrams' bounds are met; what cannot be decided counts as widened.
 */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { Program, Source } from '../../bind/program.ts';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { IrApi, IrPolicies, IrSource } from '../../ir/ir.ts';
import { type Note, noteOf } from '../access-note.ts';
import { ApiWorld } from '../api/api-world.ts';
import { claimField } from '../claim-field.ts';
import { type Absence, type NamedRule, type PolicyWorld, spaceOf } from '../policy-world.ts';
import { SourceWorld } from '../source-world.ts';
import { apiChanges } from './api-changes.ts';
import { budgetChanges } from './budget-changes.ts';
import { type ChangeKind, DIRECTIONS, type Direction, type RawChange, type WorldPair } from './change.ts';
import { columnChanges } from './column-changes.ts';
import { commandChanges } from './command-changes.ts';
import { declassificationChanges } from './declassification-changes.ts';
import { paired, pairedRelations } from './entries.ts';
import { identityChanges } from './identity-changes.ts';
import { labelChanges } from './label-changes.ts';
import { mergeChanges } from './merge-changes.ts';
import { recordChanges } from './record-changes.ts';
import { requirementChanges } from './requirement-changes.ts';

/** One side of a comparison. */
export interface PolicySide {
  readonly program: Program;
  readonly sources: readonly IrSource[];
  readonly apis: readonly IrApi[];
}

/** What happens to some subjects, for some callers. */
export interface Change {
  readonly kind: ChangeKind;
  readonly direction: Direction;
  readonly verb: string;
  /** Null for what is about no source. */
  readonly source: string | null;
  readonly subjects: readonly string[];
  readonly before: string;
  readonly after: string;
  /** Null for what is not about callers. It names no rules: each side has its own. */
  readonly who: Note | null;
  readonly rulesBefore: readonly NamedRule[];
  readonly rulesAfter: readonly NamedRule[];
}

/** All changes, those that widen first. */
export function comparePolicies(before: PolicySide, after: PolicySide): readonly Change[] {
  const identity = [...identityChanges(before.program.identity, after.program.identity)].map(
    (change): Change => ({
      ...change,
      source: null,
      subjects: [change.subject],
      who: null,
      rulesBefore: [],
      rulesAfter: [],
    }),
  );
  const sources = paired(before.sources, after.sources, ({ source }) => source).flatMap(([old, now]) => {
    const [oldIr, nowIr] = [old ?? emptied(now), now ?? emptied(old)];
    if (oldIr === null || nowIr === null) return [];
    return compareSources(oldIr, nowIr, {
      before: before.program.sources.get(oldIr.source) ?? null,
      after: after.program.sources.get(nowIr.source) ?? null,
    });
  });
  const apis = paired(before.apis, after.apis, ({ source }) => source).flatMap(([old, now]) => {
    const [oldIr, nowIr] = [old ?? emptiedApi(now), now ?? emptiedApi(old)];
    return oldIr === null || nowIr === null ? [] : compareApis(oldIr, nowIr);
  });
  return [...identity, ...sources, ...apis].toSorted(
    (a, b) => DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction),
  );
}

/** Whether more can be seen or done than before, or might be. */
export function isWidening({ direction }: Pick<Change, 'direction'>): boolean {
  return direction === 'widened' || direction === 'unordered';
}

/** Compares two versions of one source. `schemas` tell what views are computed from. */
export function compareSources(
  before: IrSource,
  after: IrSource,
  schemas: { readonly before: Source | null; readonly after: Source | null } = { before: null, after: null },
): readonly Change[] {
  const absences = [...absencesThatDiffer(before, after)];
  const space = spaceOf([before, after], absences);
  const pair: WorldPair = {
    before: new SourceWorld(before, space, { absences, source: schemas.before }),
    after: new SourceWorld(after, space, { absences, source: schemas.after }),
  };
  return told(pair, rawChanges(pair));
}

/** Compares two versions of one API. */
export function compareApis(before: IrApi, after: IrApi): readonly Change[] {
  const absences = [...absencesThatDiffer(before, after)];
  const space = spaceOf([before, after], absences);
  const pair = {
    before: new ApiWorld(before, space, absences),
    after: new ApiWorld(after, space, absences),
  };
  return told(pair, apiChanges(pair));
}

/** Changes as they are told: those that are alike as one, with those whom they are about. */
function told(pair: WorldPair<PolicyWorld>, changes: Iterable<RawChange>): readonly Change[] {
  const merged = mergeChanges([...changes].map((change) => withoutOthersRules(pair, change)));
  return merged.map(({ change, subjects }) => {
    const { kind, direction, verb, callers } = change;
    return {
      ...{ kind, direction, verb, subjects },
      ...{ source: pair.after.ir.source, before: change.before, after: change.after },
      who: callers === null ? null : noteOf(pair.after, callers, []),
      rulesBefore: namedRules(pair.before, change.rulesBefore),
      rulesAfter: namedRules(pair.after, change.rulesAfter),
    };
  });
}

/** A change with those rules alone that apply to somebody it is about. */
function withoutOthersRules({ before, after }: WorldPair<PolicyWorld>, change: RawChange): RawChange {
  const { callers, rulesBefore, rulesAfter } = change;
  if (callers === null) return change;
  return {
    ...change,
    rulesBefore: rulesAmong(before, rulesBefore, callers),
    rulesAfter: rulesAmong(after, rulesAfter, callers),
  };
}

function rulesAmong(
  world: PolicyWorld,
  rules: readonly PolicyRule[],
  callers: Callers,
): readonly PolicyRule[] {
  const named = new Set(world.rulesFor(rules, callers));
  return rules.filter(({ rule }) => named.has(rule));
}

function* rawChanges(pair: WorldPair): Iterable<RawChange> {
  const { before, after } = pair;
  const labels = new Set([...labelsOf(before.ir), ...labelsOf(after.ir)]);
  for (const relations of pairedRelations(before.ir, after.ir)) {
    yield* commandChanges(pair, relations);
    yield* columnChanges(pair, relations);
    yield* requirementChanges(pair, relations);
    yield* declassificationChanges(pair, relations, labels);
    yield* labelChanges(relations);
  }
  yield* budgetChanges(pair);
  yield* recordChanges(pair);
}

function namedRules(world: PolicyWorld, rules: readonly PolicyRule[]): readonly NamedRule[] {
  const indexes = [...new Set(rules.map(({ rule }) => rule))].sort((a, b) => a - b);
  return indexes.flatMap((rule) => world.rule(rule) ?? []);
}

/** Claims that one side asks for and the other does not: who lacks one is refused by the first alone. */
function* absencesThatDiffer(before: IrPolicies, after: IrPolicies): Iterable<Absence> {
  for (const [old, now] of paired(before.claims, after.claims, ({ name }) => name)) {
    const claim = now ?? old;
    if (claim === null || isRequired(old) === isRequired(now)) continue;
    yield { op: 'is-absent', field: claimField(claim.name), type: claim.type };
  }
}

function isRequired(claim: IrPolicies['claims'][number] | null): boolean {
  return claim !== null && !claim.optional;
}

function* labelsOf({ relations }: IrSource): Iterable<string> {
  for (const { columns, declassifications } of relations) {
    for (const { labels, parts } of columns)
      for (const { label } of [...labels, ...parts.flatMap((part) => part.labels)]) yield label;
    for (const { labels } of declassifications) yield* labels;
  }
}

/** A source that is not there: nothing of it is said, and nothing of it can be used. */
function emptied(source: IrSource | null): IrSource | null {
  return source && { ...source, policies: [], rules: [], limits: [], relations: [] };
}

/** The same of an API. */
function emptiedApi(api: IrApi | null): IrApi | null {
  return (
    api && { ...api, policies: [], rules: [], limits: [], routes: [], operations: [], shapes: [], fields: [] }
  );
}
