/** Sessions of which more or less is put on record. The most of what applies counts. */
import type { RecordLevel } from '@dlpc/runtime/abi';
import type { Outcome } from '../outcomes/outcome.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { RawChange, WorldPair } from './change.ts';
import { shifts } from './shifts.ts';

/** From the most to the least; `none` is what holds where nobody says anything. */
const LEVELS: readonly RecordLevel[] = ['everything', 'metadata', 'none'];

export function* recordChanges({ before, after }: WorldPair<PolicyWorld>): Iterable<RawChange> {
  const { space } = after;
  const among = space.both(before.admitted, after.admitted);
  for (const shift of shifts(space, levels(before), levels(after), (a, b) => a === b)) {
    const callers = space.both(shift.callers, among);
    if (space.ask(callers).is === 'empty') continue;
    const isLess = LEVELS.indexOf(shift.before.value) < LEVELS.indexOf(shift.after.value);
    yield {
      kind: 'record',
      direction: isLess ? 'widened' : 'narrowed',
      verb: isLess ? 'records less of' : 'records more of',
      subject: 'sessions',
      before: shift.before.value,
      after: shift.after.value,
      callers,
      rulesBefore: [],
      rulesAfter: [],
    };
  }
}

function levels(world: PolicyWorld): readonly Outcome<RecordLevel>[] {
  const { space, ir } = world;
  const outcomes: Outcome<RecordLevel>[] = [];
  for (const level of LEVELS) {
    const more = space.outside(...outcomes.map(({ callers }) => callers));
    const saying = [...ir.policies.keys()].filter((index) => ir.policies[index]?.record === level);
    const said =
      level === 'none' ? space.everyone : space.either(...saying.map((index) => world.applies(index)));
    outcomes.push({ value: level, callers: space.both(said, more), rules: [] });
  }
  return outcomes;
}
