/** Labels that columns lose or gain. A label that is lost no longer keeps the values from being written elsewhere. */
import type { ColumnEntry, RelationEntry } from '@dlpc/runtime/abi';
import { columnEntryText } from '../entry-names.ts';
import type { RawChange } from './change.ts';
import { either, type Paired, pairedColumns } from './entries.ts';

export function* labelChanges(relations: Paired<RelationEntry>): Iterable<RawChange> {
  for (const columns of pairedColumns(relations)) {
    const [before, after] = columns;
    // What only one side has is a change of what is seen.
    if (before === null || after === null) continue;
    const [old, now] = [labelsOf(before), labelsOf(after)];
    const [lost, gained] = [old.filter((l) => !now.includes(l)), now.filter((l) => !old.includes(l))];
    if (lost.length + gained.length === 0) continue;
    yield {
      kind: 'label',
      direction: lost.length > 0 ? 'widened' : 'narrowed',
      verb: lost.length > 0 ? 'takes a label from' : 'labels',
      subject: columnEntryText(either(relations), after.name),
      before: listText(old),
      after: listText(now),
      callers: null,
      rulesBefore: [],
      rulesAfter: [],
    };
  }
}

function labelsOf({ labels, parts }: ColumnEntry): readonly string[] {
  const inParts = parts.flatMap((part) => part.labels.map(({ label }) => `${label} (${part.part})`));
  return [...labels.map(({ label }) => label), ...inParts];
}

function listText(labels: readonly string[]): string {
  return labels.length === 0 ? 'no label' : labels.join(', ');
}
