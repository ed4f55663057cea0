/**
 * What a client that asks for it is told of a statement: which of the columns that it can tell from absent ones are shown masked, how, and by which
 * line of a policy. Says nothing of values, so that it is the same whatever is stored.
 */
import { type ColumnEntry, type Matcher, relationKey } from '../../abi.ts';
import type { MaskedColumn } from '../../pgwire/gate.ts';
import type { StatementFacts } from '../facts/facts.ts';
import type { PolicySet } from './decide.ts';
import { neededColumns, type Read } from './needed-columns.ts';
import { displayName } from './relation-view.ts';
import { heardOf, treatColumn } from './treat.ts';

export class MaskNotices {
  readonly #matcher: Matcher;
  readonly #applicable: PolicySet;

  constructor(matcher: Matcher, applicable: PolicySet) {
    this.#matcher = matcher;
    this.#applicable = applicable;
  }

  /** Each column once, in the order in which relations are read. */
  of(
    statements: readonly { readonly facts: StatementFacts; readonly reads: readonly Read[] }[],
  ): readonly MaskedColumn[] {
    const found = new Map<string, MaskedColumn>();
    for (const { facts, reads } of statements) {
      const needed = neededColumns(facts, reads);
      for (const { use, view } of reads) {
        if (view.kind !== 'masked' || !view.isProtected) continue;
        const relation = displayName(use);
        const columns = this.#matcher.relations.get(relationKey(use.schema, use.name))?.columns ?? [];
        const masked = columns.filter((column) => treatColumn(column, this.#applicable).sql !== null);
        for (const column of masked) {
          const name = `${relation}.${column.name}`;
          if (needed?.has(column.name) ?? true) found.set(name, { column: name, how: this.#how(column) });
        }
        if (masked.length === 0 && view.condition === null)
          found.set(relation, { column: relation, how: 'where the definition of the view reads' });
      }
    }
    return [...found.values()];
  }

  #how(column: ColumnEntry): string {
    const whole = this.#said(column);
    const parts = column.parts.flatMap((part) => {
      const said = this.#said(part);
      return said === null ? [] : [`${part.part}: ${said}`];
    });
    return whole ?? parts.join('; ');
  }

  #said(labelled: Parameters<typeof heardOf>[0]): string | null {
    const heard = heardOf(labelled, this.#applicable);
    if (heard === null || heard.treatment.sql === null) return null;
    const { policy = -1, file = '', line = 0 } = this.#matcher.rules[heard.rule ?? -1] ?? {};
    const by =
      heard.rule === null
        ? 'as no policy that applies says otherwise'
        : `by policy ${this.#matcher.policies[policy]?.name ?? ''}, ${file}:${line}`;
    return `${heard.treatment.text}, ${by}`;
  }
}
