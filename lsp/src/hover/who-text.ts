/** Who sees something, in a few lines of Markdown. */
import { conditionLines, type SightGroup, type SourceAnswer } from '@dlpc/compiler';

const MOST = { sights: 6, conditions: 3 } as const;

/** Empty where nobody can be named; a line for each way to see it. */
export function whoLines(answers: readonly SourceAnswer[] | null): readonly string[] {
  if (answers === null) return ['Who sees it is decided once the policies have no errors.'];
  const sights = answers.flatMap((answer) => answer.sights.flatMap((group) => sightLines(group)));
  const lines = [...new Set(sights)];
  if (lines.length === 0) return ['No policy lets anyone read it.'];
  const more = lines.length > MOST.sights ? [`- … and ${lines.length - MOST.sights} more`] : [];
  return ['Seen', ...lines.slice(0, MOST.sights), ...more];
}

function sightLines({ sights }: SightGroup): readonly string[] {
  return sights.flatMap(({ treatment, who }) => {
    const mask = `with \`${treatment?.text}\`${treatment?.lookup === true ? ', and can be looked up by equality' : ''}`;
    const how = treatment === null || treatment.sql === null ? 'as it is' : mask;
    if (who.undecided) return [`- ${how}: by whom cannot be decided, the conditions are too many to compare`];
    if (who.witness === null) return [`- ${how}: by nobody`];
    const conditions = conditionLines(who.condition);
    const shown = conditions.slice(0, MOST.conditions).map((line) => line.replace(/^or /, ''));
    const more = conditions.length > MOST.conditions ? ['…'] : [];
    return [`- ${how}: ${[...shown.map((line) => `\`${line}\``), ...more].join(' or ')}`];
  });
}
