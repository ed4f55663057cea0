/**
 * The judge of one source under one policy and one catalog: everything that sessions share. A new policy or a new
 * snapshot makes a new judge, so that nothing found under the old one can be used under the new.
 */
import type { Asker, Matcher } from '../abi.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { QueryProtocol, Verdict } from '../pgwire/gate.ts';
import { applicablePolicies } from './applicable-policies.ts';
import { BoundedCache, type CacheBounds } from './bounded-cache.ts';
import type { PolicySet } from './decide/decide.ts';
import { PolicyView } from './decide/policy-view.ts';
import { denials } from './denials.ts';
import { collectFacts } from './facts/collect-facts.ts';
import type { TextFacts } from './facts/facts.ts';
import { settleTypes } from './facts/settle-types.ts';
import { refusedParameterType } from './facts/types.ts';
import { judgeFacts } from './judge-facts.ts';
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

/** What the callers of one set of policies get. */
export interface CallerClass {
  /** Names the set among those of one {@link Judge}. */
  readonly name: string;
  judge(text: string, protocol: QueryProtocol, parameterTypes?: readonly number[]): Verdict;
  /** See {@link PolicyView.hidesOrigin}. */
  hidesOrigin(relation: number, column: number): boolean;
}

export class Judge {
  /** Names the policy and the catalog. */
  readonly revision: string;
  readonly #matcher: Matcher;
  readonly #catalog: Catalog;
  readonly #parser: SqlParser;
  readonly #facts = new BoundedCache(FACTS_BOUNDS);
  readonly #classes = new BoundedCache<CallerClass>(CLASSES_BOUNDS);

  constructor(policy: PolicyInForce, catalog: Catalog, parser: SqlParser) {
    this.revision = `${policy.revision}/${catalog.version}`;
    this.#matcher = policy.matcher;
    this.#catalog = settleTypes(catalog, parser);
    this.#parser = parser;
  }

  /** The class of who asks at `now`: shared by all to whom the same policies apply. */
  classOf(asker: Asker, now: number): CallerClass {
    const applicable = applicablePolicies(this.#matcher, asker, now);
    const name = applicable.join(',');
    let found = this.#classes.get(name);
    if (found === undefined) {
      found = this.#makeClass(name, new Set(applicable));
      this.#classes.set(name, found);
    }
    return found;
  }

  /** From when on {@link classOf} may answer otherwise for the same asker. */
  nextChange(now: number): number {
    return nextChange(this.#matcher, now);
  }

  #makeClass(name: string, applicable: PolicySet): CallerClass {
    if (applicable.size === 0) {
      const verdict: Verdict = { kind: 'deny', denial: denials.noPolicy(this.#matcher.source) };
      return { name, judge: () => verdict, hidesOrigin: () => true };
    }
    const subqueries = new SubqueryTrees(this.#parser);
    const view = new PolicyView(this.#matcher, applicable, this.#catalog, {
      parser: this.#parser,
      subqueries,
    });
    const judgeAnew = (text: string, protocol: QueryProtocol) =>
      judgeFacts(text, this.#factsOf(text, protocol), view, this.#parser, subqueries);
    const remembered = { simple: new Verdicts(), extended: new Verdicts() };
    return {
      name,
      hidesOrigin: (relation, column) => view.hidesOrigin(relation, column),
      judge: (text, protocol, parameterTypes = []) => {
        const refused = refusedParameterType(parameterTypes, this.#catalog);
        if (refused !== null) return { kind: 'deny', denial: denials.parameterType(refused) };
        return remembered[protocol].judge(text, () => judgeAnew(text, protocol));
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
