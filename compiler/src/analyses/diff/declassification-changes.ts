/** Labels whose values may newly, or no longer, be written to where the label is not. */
import type { Declassification, RelationEntry } from '@dlpc/runtime/abi';
import { entryText } from '../entry-names.ts';
import type { RawChange, WorldPair } from './change.ts';
import { either, type Paired } from './entries.ts';

/** `labels`: all that either side has. */
export function* declassificationChanges(
  { before, after }: WorldPair,
  relations: Paired<RelationEntry>,
  labels: ReadonlySet<string>,
): Iterable<RawChange> {
  const { space } = after;
  const [old, now] = relations.map((relation) => relation?.declassifications ?? []);
  if (old === undefined || now === undefined || old.length + now.length === 0) return;
  for (const label of labels) {
    const [was, is] = [covering(old, label), covering(now, label)];
    const [could, can] = [before.anyOf(was), after.anyOf(is)];
    const change = {
      kind: 'declassification',
      subject: `${label} into ${entryText(either(relations))}`,
      rulesBefore: was,
      rulesAfter: is,
    } as const;
    const come = space.both(can, space.outside(could));
    if (space.ask(come).is !== 'empty')
      yield {
        ...change,
        direction: 'widened',
        verb: 'declassifies',
        before: 'kept',
        after: 'may be written',
        callers: come,
      };
    const gone = space.both(could, space.outside(can));
    if (space.ask(gone).is !== 'empty')
      yield {
        ...change,
        direction: 'narrowed',
        verb: 'declassifies no more',
        before: 'may be written',
        after: 'kept',
        callers: gone,
      };
  }
}

/** Those that name the label or one above it. */
function covering(
  declassifications: readonly Declassification[],
  label: string,
): readonly Declassification[] {
  return declassifications.filter(({ labels }) =>
    labels.some((named) => label === named || label.startsWith(`${named}.`)),
  );
}
