/**
 * The judge of one source under one policy and one catalog: everything that sessions share. A new policy or a new
 * snapshot makes a new judge, so that nothing found under the old one can be used under the new.
 */
import { createHash } from 'node:crypto';
import type { Asker, CallerValue, Matcher, RecordLevel } from '../abi.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { QueryProtocol, Verdict } from '../pgwire/gate.ts';
import { applicablePolicies } from './applicable-policies.ts';
import { BoundedCache, type CacheBounds } from './bounded-cache.ts';
import { type AppliedLimit, appliedLimits } from './budgets/applied-limit.ts';
import { type CallerLiteral, callerLiteral, callerValue } from './decide/caller-literal.ts';
import { type PolicySet, policySet } from './decide/decide.ts';
import { holdsFilters, holeKey, holesOf } from './decide/filter-holes.ts';
import { holdsLookups } from './decide/lookups.ts';
import { PolicyView } from './decide/policy-view.ts';
import { denials } from './denials.ts';
import { collectFacts } from './facts/collect-facts.ts';
import type { TextFacts } from './facts/facts.ts';
import { settleTypes } from './facts/settle-types.ts';
import { refusedParameterType } from './facts/types.ts';
import { describeStatement, type StatementDescription } from './hold/describe-statement.ts';
import { judgeFacts } from './judge-facts.ts';
import { isPlainParameter } from './known/leakproof.ts';
import { nextChange } from './next-change.ts';
import type { SqlParser } from './parse/sql-parser.ts';
import { SubqueryTrees } from './rewrite/subquery-trees.ts';
import { Verdicts } from './verdicts.ts';

/** Statements are repeated by programs, and those are short; a longer text is judged each time. */
const FACTS_BOUNDS: CacheBounds<TextFacts> = {
  maxEntries: 4_000,
  maxKeyLength: 8 * 1024,
  maxBytes: 64 * 1024 * 1024,
  bytesOf: (facts) => (facts.kind === 'facts' ? facts.bytes : facts.denial.message.length),
};
const CLASSES_BOUNDS = { maxEntries: 1_000, maxKeyLength: Number.POSITIVE_INFINITY };

/**
 * A class for the values of one caller must not take as much memory as one that all callers of some policies share: there may be as many as callers.
 */
const OF_ONE_CALLER = { maxEntries: 200, maxKeyLength: 8 * 1024, maxBytes: 64 * 1024 };

/** What the callers of one set of policies get, of whom filters ask the same. */
export interface CallerClass {
  /** Names it among those of one {@link Judge}. Holds no value of a caller. */
  readonly name: string;
  judge(text: string, protocol: QueryProtocol, parameterTypes?: readonly number[]): Verdict;
  /** See {@link PolicyView.hidesOrigin}. */
  hidesOrigin(relation: number, column: number): boolean;
  /** See {@link PolicyView.isUnlabelled}. */
  isUnlabelled(relation: number, column: number): boolean;
  readonly limits: readonly AppliedLimit[];
  /** The strictest of what its policies ask for. */
  readonly recordLevel: RecordLevel;
}

export class Judge {
  /** Names the policy and the catalog. */
  readonly revision: string;
  readonly #matcher: Matcher;
  readonly #catalog: Catalog;
  readonly #parser: SqlParser;
  readonly #facts = new BoundedCache(FACTS_BOUNDS);
  readonly #classes = new BoundedCache<CallerClass>(CLASSES_BOUNDS);
  readonly #holes = new BoundedCache<readonly CallerValue[]>(CLASSES_BOUNDS);
  readonly #subqueries: SubqueryTrees;

  constructor(policy: PolicyInForce, catalog: Catalog, parser: SqlParser) {
    this.revision = `${policy.revision}/${catalog.version}`;
    this.#matcher = policy.matcher;
    this.#catalog = settleTypes(catalog, parser);
    this.#parser = parser;
    this.#subqueries = new SubqueryTrees(parser);
  }

  /**
   * The class of who asks at `now`: shared by all to whom the same policies apply, and of whom their filters ask the same. `onBehalfOf` are those whom
   * the asker acts for: nothing is allowed that is not allowed to each of them too.
   */
  classOf(asker: Asker, now: number, onBehalfOf: readonly Asker[] = []): CallerClass {
    const askers = [asker, ...onBehalfOf];
    const links = askers.map((one) => applicablePolicies(this.#matcher, one, now));
    const applicable = policySet(...links);
    const policies = links.map((link) => link.join(',')).join('|');
    const holes = this.#holesOf(policies, applicable);
    const values = askers.map((one) => holes.map((hole) => callerValue(hole, one)));
    const name = holes.length === 0 ? policies : `${policies}/${digest(values)}`;
    let found = this.#classes.get(name);
    if (found === undefined) {
      const literals = values.map(
        (ofOne) =>
          new Map(holes.map((hole, at) => [holeKey(hole), callerLiteral(hole.type, ofOne[at] ?? null)])),
      );
      found = this.#makeClass(name, applicable, holes.length === 0 ? [] : literals);
      this.#classes.set(name, found);
    }
    return found;
  }

  /** What the filters of these policies ask of a caller. */
  #holesOf(name: string, applicable: PolicySet): readonly CallerValue[] {
    let holes = this.#holes.get(name);
    if (holes === undefined) {
      holes = holesOf(this.#matcher, applicable);
      this.#holes.set(name, holes);
    }
    return holes;
  }

  /** What people are shown of a text that they are asked about. */
  describe(text: string, protocol: QueryProtocol): StatementDescription {
    return describeStatement(this.#factsOf(text, protocol), {
      matcher: this.#matcher,
      catalog: this.#catalog,
      parser: this.#parser,
    });
  }

  /** From when on {@link classOf} may answer otherwise for the same asker. */
  nextChange(now: number): number {
    return nextChange(this.#matcher, now);
  }

  #makeClass(
    name: string,
    applicable: PolicySet,
    /** By link; none where no filter asks anything. */
    literals: readonly ReadonlyMap<string, CallerLiteral | null>[],
  ): CallerClass {
    if (applicable.links.some((link) => link.size === 0)) {
      const verdict: Verdict = { kind: 'deny', denial: denials.noPolicy(this.#matcher.source) };
      return {
        ...{ name, judge: () => verdict, hidesOrigin: () => true, isUnlabelled: () => false, limits: [] },
        recordLevel: 'none',
      };
    }
    const parsing = { parser: this.#parser, subqueries: this.#subqueries };
    const view = new PolicyView(
      this.#matcher,
      applicable,
      this.#catalog,
      parsing,
      (hole, link) => literals[link]?.get(holeKey(hole)) ?? null,
    );
    const comparesStored = holdsFilters(this.#matcher, applicable) || holdsLookups(this.#matcher, applicable);
    const scan = (text: string) => this.#parser.scan(text);
    const verdicts = () => new Verdicts(scan, literals.length === 0 ? undefined : OF_ONE_CALLER);
    const remembered = { simple: verdicts(), extended: verdicts() };
    const withOtherParameters = { simple: verdicts(), extended: verdicts() };
    return {
      name,
      limits: appliedLimits(this.#matcher, applicable),
      hidesOrigin: (relation, column) => view.hidesOrigin(relation, column),
      isUnlabelled: (relation, column) => view.isUnlabelled(relation, column),
      recordLevel: view.evidence.level,
      judge: (text, protocol, parameterTypes = []) => {
        const refused = refusedParameterType(parameterTypes, this.#catalog);
        if (refused !== null) return { kind: 'deny', denial: denials.parameterType(refused) };
        const plainParameters =
          !comparesStored || parameterTypes.length === 0 || parameterTypes.every(isPlainParameter);
        return (plainParameters ? remembered : withOtherParameters)[protocol].judge(text, () =>
          judgeFacts(text, this.#factsOf(text, protocol), view, { ...parsing, plainParameters }),
        );
      },
    };
  }

  #factsOf(text: string, protocol: QueryProtocol): TextFacts {
    const key = `${protocol} ${text}`;
    let facts = this.#facts.get(key);
    if (facts === undefined) {
      facts = collectFacts(text, protocol, this.#catalog, this.#parser);
      if (facts.kind === 'facts' || !facts.transient) this.#facts.set(key, facts);
    }
    return facts;
  }
}

/** A loaded policy: the matcher of one source and the revision of the bundle it came from. */
export interface PolicyInForce {
  readonly matcher: Matcher;
  readonly revision: string;
}

function digest(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
