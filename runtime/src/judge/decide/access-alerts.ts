/**
 * Which alerts an access raises: those on the relation itself, and for a view those on all that its definition reads, so that
 * nobody reads a table quietly by another name.
 */
import { type Action, type Matcher, relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { collectFacts } from '../facts/collect-facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import type { PolicySet } from './decide.ts';

export interface AlertContext {
  readonly matcher: Matcher;
  readonly applicable: PolicySet;
  readonly catalog: Catalog;
  readonly parser: SqlParser;
}

/** Rules as `policy nightly, crm.dlp:12: alert select on customers`, each once, in the order of their numbers. */
export class AccessAlerts {
  readonly #context: AlertContext;
  readonly #any: boolean;
  readonly #rules = new Map<string, ReadonlySet<number>>();

  constructor(context: AlertContext) {
    this.#context = context;
    // Most policies have none, and then no definition need be read.
    this.#any = [...context.matcher.relations.values()].some(({ alerts }) =>
      Object.values(alerts).some((rules) => rules.some(({ policy }) => context.applicable.has(policy))),
    );
  }

  /** What reading or writing these raises. */
  of(
    accesses: Iterable<{ readonly action: Action; readonly schema: string; readonly name: string }>,
  ): readonly string[] {
    if (!this.#any) return [];
    const rules = new Set<number>();
    for (const { action, schema, name } of accesses)
      for (const rule of this.#of(action, relationKey(schema, name))) rules.add(rule);
    return [...rules].sort((a, b) => a - b).map((rule) => this.#text(rule));
  }

  #of(action: Action, key: string): ReadonlySet<number> {
    const known = this.#rules.get(`${action} ${key}`);
    if (known !== undefined) return known;
    const { matcher, applicable } = this.#context;
    const own = (matcher.relations.get(key)?.alerts[action] ?? []).filter(({ policy }) =>
      applicable.has(policy),
    );
    const rules = new Set(own.map(({ rule }) => rule));
    // Known before what is behind it, so that nothing can go round in circles.
    this.#rules.set(`${action} ${key}`, rules);
    if (action === 'select')
      for (const read of this.#readBy(key)) for (const rule of this.#of('select', read)) rules.add(rule);
    return rules;
  }

  /** Keys of what a view's definition reads. */
  #readBy(key: string): readonly string[] {
    const { catalog, parser } = this.#context;
    const definition = catalog.relations.get(key)?.definition ?? null;
    if (definition === null) return [];
    const facts = collectFacts(definition.replace(/;\s*$/, ''), 'extended', catalog, parser);
    // One that cannot be judged cannot be read either.
    if (facts.kind === 'refused') return [];
    return facts.statements.flatMap(({ reads }) =>
      reads.map(({ schema, name }) => relationKey(schema, name)),
    );
  }

  #text(index: number): string {
    const { matcher } = this.#context;
    const { policy = -1, file = '', line = 0, text = '' } = matcher.rules[index] ?? {};
    return `policy ${matcher.policies[policy]?.name ?? ''}, ${file}:${line}: ${text}`;
  }
}
