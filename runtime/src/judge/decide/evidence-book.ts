/** What goes on record of a statement besides its text: what it touches, and the rules that decided, filtered and masked. */
import {
  type Action,
  type Matcher,
  type RecordLevel,
  type RelationEntry,
  type RuleIndex,
  relationKey,
} from '../../abi.ts';
import type { StatementEvidence } from '../../pgwire/gate.ts';
import { decideCommand, type PolicySet } from './decide.ts';
import { recordLevelOf } from './record-level.ts';
import { labelsOf, treatColumn, treatmentOf } from './treat.ts';

/** {@link StatementEvidence} without the texts. */
export type Evidence = Omit<StatementEvidence, 'asked' | 'runs'>;

/** One use of a relation. */
export interface Access {
  readonly action: Action;
  readonly schema: string;
  readonly name: string;
  readonly lacksWhere: boolean;
}

interface RelationMasks {
  readonly masks: readonly { readonly name: string; readonly column: string; readonly treatment: string }[];
  readonly rules: readonly RuleIndex[];
}

export class EvidenceBook {
  /** The strictest of what the applicable policies ask for. */
  readonly level: RecordLevel;
  readonly #matcher: Matcher;
  readonly #applicable: PolicySet;
  readonly #masks = new Map<string, RelationMasks>();

  constructor(matcher: Matcher, applicable: PolicySet) {
    this.#matcher = matcher;
    this.#applicable = applicable;
    this.level = recordLevelOf(matcher.policies, applicable);
  }

  /**
   * Null where nothing is recorded. `touchesProtected`: whether a labelled value, or a row that others do not see, can be met;
   * `needed`: names of the columns that the statement can tell from absent ones, null for all.
   */
  of(
    accesses: readonly Access[],
    told: {
      readonly touchesProtected: boolean;
      readonly writes: boolean;
      readonly revealed: ReadonlySet<string>;
      readonly needed: ReadonlySet<string> | null;
    },
  ): Evidence | null {
    if (this.level === 'none') return null;
    const rules = new Set<RuleIndex>();
    const masks = new Map<string, string>();
    for (const { action, schema, name, lacksWhere } of accesses) {
      const entry = this.#matcher.relations.get(relationKey(schema, name));
      if (entry === undefined) continue;
      const { rule } = decideCommand(entry, { action, lacksWhere }, this.#applicable);
      if (rule !== null) rules.add(rule);
      for (const filter of entry.filters) if (this.#applicable.has(filter.policy)) rules.add(filter.rule);
      const masked = this.#masksOf(entry);
      for (const index of masked.rules) rules.add(index);
      for (const { name: column, column: full, treatment } of masked.masks)
        if (told.needed?.has(column) ?? true) masks.set(full, treatment);
    }
    return {
      withholds: told.touchesProtected,
      writes: told.writes,
      accesses: [...new Set(accesses.map(({ action, schema, name }) => `${action} ${schema}.${name}`))],
      rules: [...rules].sort((a, b) => a - b).map((rule) => this.#text(rule)),
      masks: [...masks].map(([column, treatment]) => ({ column, treatment })),
      revealed: [...told.revealed],
    };
  }

  /** Of a statement that does not run: nothing is known of it that could be relied on. */
  denied(): Evidence | null {
    if (this.level === 'none') return null;
    return { withholds: true, writes: false, accesses: [], rules: [], masks: [], revealed: [] };
  }

  #masksOf(entry: RelationEntry): RelationMasks {
    const key = relationKey(entry.schema, entry.name);
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const rules = new Set<RuleIndex>();
    const masks: { name: string; column: string; treatment: string }[] = [];
    for (const column of entry.columns) {
      for (const { rules: said } of labelsOf(column))
        for (const { policy, rule } of said) if (this.#applicable.has(policy)) rules.add(rule);
      if (treatColumn(column, this.#applicable).sql === null) continue;
      const parts = column.parts.flatMap((part) => {
        const treatment = treatmentOf(part, this.#applicable);
        return treatment === null || treatment.sql === null ? [] : [`${part.part}: ${treatment.text}`];
      });
      const whole = treatmentOf(column, this.#applicable);
      const treatment = whole === null || whole.sql === null ? parts.join(', ') : whole.text;
      masks.push({ name: column.name, column: `${entry.schema}.${entry.name}.${column.name}`, treatment });
    }
    const found = { masks, rules: [...rules] };
    this.#masks.set(key, found);
    return found;
  }

  #text(index: RuleIndex): string {
    const { policy = -1, file = '', line = 0, text = '' } = this.#matcher.rules[index] ?? {};
    return `policy ${this.#matcher.policies[policy]?.name ?? ''}, ${file}:${line}: ${text}`;
  }
}
