/** What a change does to the columns of one row, by their names in the live table. */
import type { LiveDefault, LiveRelation } from '../../../catalog/catalog.ts';
import type { RowsChange } from '../../facts/facts.ts';
import { isTree, type TreeValue, unwrap } from '../../parse/tree.ts';

export interface RowChange {
  readonly action: RowsChange['action'];
  /** Columns that get a value of the statement's: all others are what they were, or get their default where the row is new. */
  readonly given: ReadonlySet<string>;
  /** Columns that are NULL afterwards, whatever was there. */
  readonly surelyNull: ReadonlySet<string>;
  /** Columns of a new row that the server draws from a sequence, or at random, so that nobody chooses them. */
  readonly drawn: ReadonlySet<string>;
}

export function rowChange({ action, columns, values }: RowsChange, live: LiveRelation): RowChange {
  const names =
    columns ?? live.columns.slice(0, values?.[0]?.length ?? live.columns.length).map(({ name }) => name);
  const cells = (name: string) => {
    const place = names.indexOf(name);
    return values === null || place === -1 ? null : values.map((row) => row[place] ?? null);
  };
  const isEverywhere = (name: string, is: (value: TreeValue) => boolean) => {
    const found = cells(name);
    return found !== null && found.length > 0 && found.every(is);
  };
  const isNew = action === 'insert';
  const given = new Set(names.filter((name) => !(isNew && isEverywhere(name, isDefault))));
  const surelyNull = new Set([...given].filter((name) => isEverywhere(name, isNull)));
  const drawn = new Set<string>();
  if (isNew)
    for (const { name, addedType, generatedFrom } of live.columns) {
      if (given.has(name)) continue;
      const own = live.onWrite.defaults.find(({ column }) => column === name);
      if (own !== undefined && isDrawn(own)) drawn.add(name);
      // A domain may bring a default of its own.
      if (own === undefined && addedType === null && generatedFrom.length === 0) surelyNull.add(name);
    }
  return { action, given, surelyNull, drawn };
}

/** What a foreign key does to rows that refer to changed ones. */
export function carriedOn(action: 'update' | 'delete', columns: readonly string[]): RowChange {
  const none = new Set<string>();
  return { action, given: new Set(action === 'update' ? columns : []), surelyNull: none, drawn: none };
}

function isDefault(value: TreeValue): boolean {
  return unwrap(value)?.kind === 'SetToDefault';
}

function isNull(value: TreeValue): boolean {
  const inner = unwrap(value);
  return inner?.kind === 'A_Const' && isTree(inner.node) && inner.node.isnull === true;
}

function isDrawn({ sql }: LiveDefault): boolean {
  return (
    sql === null ||
    /^(?:pg_catalog\.)?(?:nextval\('[^']*'(?:::(?:pg_catalog\.)?regclass)?\)|gen_random_uuid\(\))$/.test(sql)
  );
}
