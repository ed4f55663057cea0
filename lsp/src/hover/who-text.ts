/** Who sees something, in a few lines of Markdown. */
import { conditionLines } from '@dlpc/compiler';
import type { Seen, Sight } from '../symbols/lowered.ts';

const MOST = { sights: 6, conditions: 3 } as const;

/** Empty where nobody can be named; a line for each way to see it. */
export function whoLines(seen: Seen | null): readonly string[] {
  if (seen === null) return ['Who sees it is decided once the policies have no errors.'];
  const lines = [...new Set(seen.sights.map(sightLine))];
  const rest = seen.complete ? [] : ['- … and where an operation has more places than are looked at'];
  if (lines.length + rest.length === 0) return ['No policy lets anyone read it.'];
  const more = lines.length > MOST.sights ? [`- … and ${lines.length - MOST.sights} more`] : [];
  return ['Seen', ...lines.slice(0, MOST.sights), ...more, ...rest];
}

function sightLine({ mask, who }: Sight): string {
  const how =
    mask === null
      ? 'as it is'
      : `with \`${mask.text}\`${mask.lookup ? ', and can be looked up by equality' : ''}`;
  if (who.undecided) return `- ${how}: by whom cannot be decided, the conditions are too many to compare`;
  if (who.witness === null) return `- ${how}: by nobody`;
  const conditions = conditionLines(who.condition);
  const shown = conditions.slice(0, MOST.conditions).map((line) => line.replace(/^or /, ''));
  const more = conditions.length > MOST.conditions ? ['…'] : [];
  return `- ${how}: ${[...shown.map((line) => `\`${line}\``), ...more].join(' or ')}`;
}
