import { BoundedCache } from './bounded-cache.js';
import { PolicyView } from './decide/policy-view.js';
import { denials } from './denials.js';
import { collectFacts } from './facts/collect-facts.js';
import { judgeFacts } from './judge-facts.js';

/** Statements are repeated by programs, and those are short; a longer text is judged each time. */
const MAX_CACHED_TEXT = 8 * 1024;
const MAX_CACHED_FACTS = 4_000;
const MAX_CACHED_VERDICTS = 4_000;
const MAX_POLICY_SETS = 1_000;
export class Judge {
  /** Names the policy and the catalog. */
  revision;
  #matcher;
  #catalog;
  #parser;
  #facts = new BoundedCache(MAX_CACHED_FACTS, MAX_CACHED_TEXT);
  #classes = new BoundedCache(MAX_POLICY_SETS, Number.POSITIVE_INFINITY);
  constructor(policy, catalog, parser) {
    this.revision = `${policy.revision}/${catalog.version}`;
    this.#matcher = policy.matcher;
    this.#catalog = catalog;
    this.#parser = parser;
  }
  /** The class of a caller: shared by all to whom the same policies apply. */
  classOf(caller) {
    const applicable = [];
    this.#matcher.policies.forEach((policy, index) => {
      if (policy.applies(caller)) applicable.push(index);
    });
    const key = applicable.join(',');
    let found = this.#classes.get(key);
    if (found === undefined) {
      found = this.#makeClass(new Set(applicable));
      this.#classes.set(key, found);
    }
    return found;
  }
  #makeClass(applicable) {
    if (applicable.size === 0) {
      const verdict = { kind: 'deny', denial: denials.noPolicy(this.#matcher.source) };
      return { judge: () => verdict };
    }
    const view = new PolicyView(this.#matcher, applicable, this.#catalog);
    const verdicts = {
      simple: new BoundedCache(MAX_CACHED_VERDICTS, MAX_CACHED_TEXT),
      extended: new BoundedCache(MAX_CACHED_VERDICTS, MAX_CACHED_TEXT),
    };
    return {
      judge: (text, protocol) => {
        const cache = verdicts[protocol];
        let verdict = cache.get(text);
        if (verdict === undefined) {
          verdict = judgeFacts(text, this.#factsOf(text, protocol), view, this.#parser);
          // A denial is not kept: facts are, so that it costs little, and a parser that failed may be back.
          if (verdict.kind === 'forward') cache.set(text, verdict);
        }
        return verdict;
      },
    };
  }
  #factsOf(text, protocol) {
    const key = `${protocol} ${text}`;
    let facts = this.#facts.get(key);
    if (facts === undefined) {
      facts = collectFacts(text, protocol, this.#catalog, this.#parser);
      if (facts.kind === 'facts' || !facts.transient) this.#facts.set(key, facts);
    }
    return facts;
  }
}
//# sourceMappingURL=judge.js.map
