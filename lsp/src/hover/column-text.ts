/** What is said of a column: its type, what the schema comments, its labels and how they came, and who sees it. */
import {
  type CheckResult,
  type Column,
  carriedLabels,
  isApi,
  labelPathText,
  type Relation,
  type Source,
  sourceColumnText,
} from '@dlpc/compiler';
import { fieldDescription } from '../symbols/api-places.ts';
import { seenTarget, whoSees } from '../symbols/lowered.ts';
import { schemaComment } from '../symbols/schema-places.ts';
import { sourceTexts } from '../symbols/source-texts.ts';
import { whoLines } from './who-text.ts';

export interface ColumnOf {
  readonly source: Source;
  readonly relation: Relation;
  readonly column: Column;
}

export function columnText(result: CheckResult, { source, relation, column }: ColumnOf): string {
  const type = `${column.type.text}${column.notNull ? ' not null' : ''}`;
  const comment = isApi(source)
    ? fieldDescription(source, relation, column)
    : schemaComment(sourceTexts(result, source), relation, column.name);
  return [
    `\`\`\`dlp\n${sourceColumnText(source, relation, column.name)}\n\`\`\`\n\`${type}\``,
    ...(comment === null ? [] : [comment]),
    labelLines(result, { source, relation, column }).join('\n'),
    whoLines(whoSees(result, seenTarget(source, relation, column.name))).join('\n'),
  ].join('\n\n');
}

/** One line for each label, whole columns first. */
function labelLines(
  { checked, texts }: CheckResult,
  { source, relation, column }: ColumnOf,
): readonly string[] {
  const carried = checked.settled.get(source)?.carried ?? carriedLabels(checked.program, source);
  const labels = carried.of(relation, column.name);
  const lines = labels.map((label) => {
    if (label.from === null) return `- \`${label.label.path}\`, since its source is closed`;
    const { span } = label.from.declaration;
    const line = texts.get(span.file)?.positionAt(span.start).line;
    const place = `${span.file.split('/').at(-1)}${line === undefined ? '' : `:${line}`}`;
    const flowed = labelPathText(source, carried, label);
    return `- \`${label.label.path}\`${flowed === null ? '' : `, ${flowed}`}, by \`classify\` in ${place}`;
  });
  const parts = checked.program.parts.filter((part) => part.relation === relation && part.column === column);
  const within = parts.map(({ label, part }) =>
    part.kind === 'matches'
      ? `- \`${label.path}\` on what \`${part.detector.name}\` finds in it`
      : `- \`${label.path}\` on a path in it`,
  );
  return lines.length + within.length === 0 ? ['Carries no label.'] : ['Labels', ...lines, ...within];
}
