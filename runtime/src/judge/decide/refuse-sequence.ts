/** Whether a caller may draw from a sequence, recall what it drew, or set it: by what it may do with the tables whose columns the sequence feeds. */
import { type Action, relationKey } from '../../abi.ts';
import type { ColumnOrigin } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import type { SequenceCall } from '../facts/facts.ts';
import { type Command, decideCommand } from './decide.ts';
import { displayName } from './relation-view.ts';
import { entryLike, hiddenColumns, type SeenBy } from './writes/hidden-columns.ts';

/** What each use needs of one of the tables. Setting one changes what all later inserts get. */
const NEEDS: Readonly<Record<SequenceCall['does'], readonly Command[]>> = {
  draw: [{ action: 'insert', lacksWhere: false }],
  recall: [{ action: 'insert', lacksWhere: false }],
  set: [
    { action: 'insert', lacksWhere: false },
    { action: 'update', lacksWhere: true },
  ],
};

const SAYS: Readonly<Record<SequenceCall['does'], string>> = { draw: 'used', recall: 'used', set: 'set' };

export function refuseSequence({ does, sequence }: SequenceCall, seenBy: SeenBy): Denial | null {
  const { catalog } = seenBy;
  if (sequence === null) return refuseHidden([...catalog.sequences.values()].flat(), seenBy);
  const fed = catalog.sequences.get(relationKey(sequence.schema, sequence.name)) ?? [];
  const name = displayName(sequence);
  const [first] = fed;
  if (first === undefined) return denials.sequenceOfNobody(name);
  const missing = fed.map(({ relation }) => missingFor(relation, NEEDS[does], seenBy));
  const [lacked] = missing;
  if (lacked != null && !missing.includes(null)) {
    const live = catalog.relations.get(first.relation);
    const table = live === undefined ? name : displayName(live);
    return denials.sequenceDenied(SAYS[does], name, lacked.toUpperCase(), table);
  }
  return refuseHidden(fed, seenBy);
}

/** The first action that the policy does not allow on the table outright; null where it allows all. */
function missingFor(
  relation: string,
  needs: readonly Command[],
  { matcher, catalog, applicable }: SeenBy,
): Action | null {
  const entry = entryLike(relation, matcher, catalog);
  const refused = needs.find(
    (command) => entry === null || decideCommand(entry, command, applicable).effect !== 'allow',
  );
  return refused?.action ?? null;
}

/** What is drawn would be known of a column that is not seen. Columns of tables that the policy does not know are written by nobody here. */
function refuseHidden(columns: readonly ColumnOrigin[], seenBy: SeenBy): Denial | null {
  const hidden = columns.find(
    ({ relation, column }) =>
      entryLike(relation, seenBy.matcher, seenBy.catalog) !== null &&
      hiddenColumns(relation, seenBy).has(column),
  );
  const live = hidden === undefined ? undefined : seenBy.catalog.relations.get(hidden.relation);
  return hidden === undefined || live === undefined
    ? null
    : denials.sequenceHidden(`${displayName(live)}.${hidden.column}`);
}
