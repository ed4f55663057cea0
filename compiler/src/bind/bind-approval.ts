/** `by 2 of "dba", "security" within 4h`: who must agree, and for how long they may. */
import { type ApproveStatement, type DurationLiteral, diagnostic } from '@dlpc/language';
import type { Approval } from '@dlpc/runtime/abi';
import type { Report } from './report.ts';

/** More people than this are never found in time. */
const MOST_PEOPLE = 10;

/** In seconds. Nobody answers sooner than the least, and after the most nobody knows what was asked. */
const WINDOW = { least: 60, most: 7 * 24 * 3600 } as const;

const SECONDS = { s: 1, m: 60, h: 3600, d: 24 * 3600 } as const satisfies Record<
  DurationLiteral['unit'],
  number
>;

/** The approval that a statement asks for; null where something in it is wrong, which then has been reported. */
export function bindApproval({ count, groups, within }: ApproveStatement, report: Report): Approval | null {
  let correct = true;
  const mistaken = (found: Parameters<Report>[0]): void => {
    report(found);
    correct = false;
  };
  const by = new Set<string>();
  for (const { value, span } of groups) {
    if (value.trim() === '') mistaken(diagnostic('empty-approver-group', span, {}));
    else if (by.has(value)) mistaken(diagnostic('repeated-approver-group', span, { group: value }));
    by.add(value);
  }
  const people = count?.value ?? 1;
  if (count !== null && (people < 1 || people > MOST_PEOPLE))
    mistaken(diagnostic('approver-count', count.span, { count: people, most: MOST_PEOPLE }));
  const seconds = within.amount * SECONDS[within.unit];
  if (seconds < WINDOW.least || seconds > WINDOW.most)
    mistaken(diagnostic('approval-window', within.span, { given: `${within.amount}${within.unit}` }));
  return correct ? { by: [...by].sort(), people, within: seconds } : null;
}
