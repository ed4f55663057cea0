/**
 * The names by which a statement could reach columns of what it reads. Nobody here knows which column a name means: whoever asks gets
 * every name that could mean one, and whether columns are also reached without their name.
 */
import { isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';

export interface ColumnNames {
  /** Whether columns are reached by their place, or all at once: `*`, NATURAL, a join under a name of its own. */
  readonly unnamed: boolean;
  /** The same, but for a `*` of the RETURNING of a write, which stands for columns of its target and of its own FROM. */
  readonly unnamedInQueries: boolean;
  /** Names that stand alone: of a column, or of a relation for its whole row. */
  readonly alone: ReadonlySet<string>;
  /** Names behind that of a relation, by the name of the relation. */
  readonly qualified: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that the statement itself gives to columns, as far as it says them. */
  readonly given: ReadonlySet<string>;
}

export class ColumnNameCollector implements ColumnNames {
  unnamed = false;
  unnamedInQueries = false;
  /** ColumnRef nodes of stars that stand in RETURNING by themselves. */
  readonly returnedStars = new Set<Tree>();
  readonly alone = new Set<string>();
  readonly qualified = new Map<string, Set<string>>();
  readonly given = new Set<string>();

  /** `a`, `t.a`, `s.t.a`, or one of them with `*` in the place of the column. */
  reference(columnRef: Tree): void {
    const [last, relation] = listOf(columnRef.fields)
      .toReversed()
      .map((field) => unwrap(field));
    if (last?.kind !== 'String') {
      this.unnamed = true;
      if (!this.returnedStars.has(columnRef)) this.unnamedInQueries = true;
      return;
    }
    const name = stringOf(last.node.sval);
    if (relation === undefined) this.alone.add(name);
    else this.#behind(stringOf(relation?.node.sval)).add(name);
  }

  join(node: Tree): void {
    if (node.isNatural === true || isTree(node.alias)) {
      this.unnamed = true;
      this.unnamedInQueries = true;
    }
    for (const name of stringsOf(node.usingClause)) this.alone.add(name);
  }

  /** The columns of an alias, a common table expression or a select list. */
  gives(names: readonly string[]): void {
    for (const name of names) this.given.add(name);
  }

  #behind(relation: string): Set<string> {
    const known = this.qualified.get(relation) ?? new Set();
    this.qualified.set(relation, known);
    return known;
  }
}

export function stringsOf(list: TreeValue | undefined): string[] {
  return listOf(list).map((item) => stringOf(unwrap(item)?.node.sval));
}
