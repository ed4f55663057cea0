/** Limits that are raised, lowered, dropped or new; and those beyond which somebody is told. The lowest that applies counts. */
import type { LimitRule } from '@dlpc/runtime/abi';
import type { Outcome } from '../outcomes/outcome.ts';
import type { PolicyWorld } from '../policy-world.ts';
import type { RawChange, WorldPair } from './change.ts';
import { shifts } from './shifts.ts';

export function* budgetChanges(pair: WorldPair<PolicyWorld>): Iterable<RawChange> {
  const { before, after } = pair;
  const { space } = after;
  const among = space.both(before.admitted, after.admitted);
  const kinds = Map.groupBy([...before.ir.limits, ...after.ir.limits], ({ unit, per, beyond }) =>
    JSON.stringify([unit, per, beyond]),
  );
  for (const [first] of kinds.values()) {
    if (first === undefined) continue;
    const old = budgets(before, first);
    const now = budgets(after, first);
    for (const shift of shifts(space, old, now, (a, b) => a === b)) {
      const callers = space.both(shift.callers, among);
      if (space.ask(callers).is === 'empty') continue;
      const isRaised = (shift.before.value ?? Infinity) < (shift.after.value ?? Infinity);
      const what = first.beyond === 'stop' ? 'the limit' : 'the alert';
      yield {
        kind: 'limit',
        direction: isRaised ? 'widened' : 'narrowed',
        verb: `${verbOf(shift.before.value, shift.after.value)} ${what} of`,
        subject: `${first.unit} per ${first.per}`,
        before: amountText(shift.before.value),
        after: amountText(shift.after.value),
        callers,
        rulesBefore: shift.before.rules,
        rulesAfter: shift.after.rules,
      };
    }
  }
}

/** Null where there is no limit. */
function budgets(world: PolicyWorld, kind: LimitRule): readonly Outcome<number | null>[] {
  const { space, ir } = world;
  const alike = ir.limits.filter(
    ({ unit, per, beyond }) => unit === kind.unit && per === kind.per && beyond === kind.beyond,
  );
  const amounts = [...Map.groupBy(alike, ({ amount }) => amount)].sort(([a], [b]) => a - b);
  const outcomes: Outcome<number | null>[] = [];
  const lower = () => space.outside(...outcomes.map(({ callers }) => callers));
  for (const [amount, rules] of amounts)
    outcomes.push({ value: amount, callers: space.both(world.anyOf(rules), lower()), rules });
  return [...outcomes, { value: null, callers: lower(), rules: [] }];
}

function verbOf(before: number | null, after: number | null): string {
  if (before === null) return 'adds';
  if (after === null) return 'drops';
  return before < after ? 'raises' : 'lowers';
}

function amountText(amount: number | null): string {
  return amount === null ? 'none' : String(amount);
}
