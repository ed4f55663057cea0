/**
 * What is told of statements once in each segment: texts around their constants, rules, masks, columns. Shared by the sessions of a process, since
 * they share what they ask.
 */
import type { StatementEvidence } from '../../pgwire/gate.ts';
import type { AskedStatement } from '../../pgwire/recorder.ts';
import type { Definition } from '../journal/entry.ts';
import { type DescribedColumns, sameColumns } from './column-classes.ts';

interface Columns {
  readonly described: DescribedColumns;
  readonly definition: Definition;
}

export class StatementDefinitions {
  readonly #statements = new WeakMap<StatementEvidence, Definition>();
  readonly #columns = new WeakMap<StatementEvidence, Columns>();

  /** What an entry about the statement speaks of. */
  of(evidence: StatementEvidence | null, { revision }: AskedStatement): readonly Definition[] {
    if (evidence === null) return [];
    let statement = this.#statements.get(evidence);
    if (statement === undefined) {
      const { asked, runs, withholds, writes, accesses, rules, revealed } = evidence;
      const masks = evidence.masks.map(({ column, treatment }) => ({ column, treatment }));
      const told = { asked, runs, withholds, writes, accesses, rules, masks, revealed, revision };
      statement = { what: 'statement', describe: () => told };
      this.#statements.set(evidence, statement);
    }
    const columns = this.#columns.get(evidence);
    return columns === undefined ? [statement] : [statement, columns.definition];
  }

  columnsOf(evidence: StatementEvidence | null): DescribedColumns | null {
    return evidence === null ? null : (this.#columns.get(evidence)?.described ?? null);
  }

  /** Notes the columns of the statement's answers, for those that come without a description. Gives those that are noted, where they are the same. */
  describe(evidence: StatementEvidence | null, described: DescribedColumns): DescribedColumns {
    if (evidence === null) return described;
    const noted = this.#columns.get(evidence)?.described ?? null;
    if (noted !== null && sameColumns(noted, described)) return noted;
    const told = { names: described.names, classes: described.classes.join('') };
    this.#columns.set(evidence, { described, definition: { what: 'columns', describe: () => told } });
    return described;
  }
}
