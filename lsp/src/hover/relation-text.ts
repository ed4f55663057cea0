/** What is said of a relation: what it is, its columns, and what the schema comments. */
import { type CheckResult, nameText, type Relation, type Source } from '@dlpc/compiler';
import { schemaComment } from '../symbols/schema-places.ts';
import { sourceTexts } from '../symbols/source-texts.ts';

const MOST_COLUMNS = 24;

export function relationText(
  result: CheckResult,
  { source, relation }: { readonly source: Source; readonly relation: Relation },
): string {
  const carried = result.checked.settled.get(source)?.carried;
  const comment = schemaComment(sourceTexts(result, source), relation, null);
  const columns = relation.columns.slice(0, MOST_COLUMNS).map(({ name, type }) => {
    const labels = carried?.of(relation, name).map(({ label }) => label.path) ?? [];
    return `- \`${nameText(name)}\` ${type.text}${labels.length === 0 ? '' : ` — ${labels.join(', ')}`}`;
  });
  const more =
    relation.columns.length > MOST_COLUMNS ? [`- … and ${relation.columns.length - MOST_COLUMNS} more`] : [];
  return [
    `\`\`\`dlp\n${[source.name, relation.schema, relation.name].map(nameText).join('.')}\n\`\`\`\n${relation.kind}`,
    ...(comment === null ? [] : [comment]),
    [...columns, ...more].join('\n'),
  ].join('\n\n');
}
