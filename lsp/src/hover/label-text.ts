/** What is said of a label: its documentation, what carries it, and who sees that. */
import { type CheckResult, sourceColumnText } from '@dlpc/compiler';
import { whoSees } from '../symbols/lowered.ts';
import { whoLines } from './who-text.ts';

const MOST_COLUMNS = 8;

/** Null for a label that is not declared. */
export function labelText(result: CheckResult, path: string): string | null {
  const { program, settled } = result.checked;
  const label = program.labels.get(path);
  if (label === undefined) return null;
  const columns: string[] = [];
  for (const { source, carried } of settled.values())
    for (const [relation, byColumn] of carried.relations)
      for (const [column, labels] of byColumn)
        if (labels.some((other) => isWithin(other.label.path, path)))
          columns.push(sourceColumnText(source, relation, column));
  const shown = columns.slice(0, MOST_COLUMNS).map((column) => `\`${column}\``);
  const more = columns.length > MOST_COLUMNS ? ` and ${columns.length - MOST_COLUMNS} more` : '';
  return [
    `\`\`\`dlp\nlabel ${path}\n\`\`\``,
    ...(label.node.documentation === null ? [] : [label.node.documentation]),
    columns.length === 0 ? 'No column carries it.' : `Carried by ${shown.join(', ')}${more}.`,
    ...(columns.length === 0 ? [] : [whoLines(whoSees(result, { kind: 'label', label: path })).join('\n')]),
  ].join('\n\n');
}

function isWithin(path: string, wanted: string): boolean {
  return path === wanted || path.startsWith(`${wanted}.`);
}
