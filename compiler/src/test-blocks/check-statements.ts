/** The SQL of tests: it must parse, and the columns that are said to be masked must be among those that it gives. */
import { diagnostic, type SourceText, type StringLiteral } from '@dlpc/language';
import type { Report } from '../bind/report.ts';
import { lineageOfText } from '../lineage/lineage-of-text.ts';
import { type Memo, Query } from '../memo/memo.ts';
import { createSqlParser } from '../schema/parse/sql-parser.ts';
import type { BoundCase, BoundTest } from './bound-test.ts';

const statementLineage = new Query<ReturnType<typeof lineageOfText>>('lineage of a statement');

/** The proxy reads no longer statement. */
const MOST = 256 * 1024;

export async function checkStatements(
  tests: readonly BoundTest[],
  texts: ReadonlyMap<string, SourceText>,
  report: Report,
  memo: Memo,
): Promise<void> {
  const parser = createSqlParser();
  for (const { cases } of tests)
    for (const testCase of cases) {
      const { source, sql, node } = testCase;
      if (node.kind === 'HttpCase' || source.schema === null) continue;
      if (sql.length > MOST) {
        report(
          diagnostic('statement-is-no-sql', node.statement.span, {
            problem: `it is longer than ${MOST} characters`,
          }),
        );
        continue;
      }
      const read = await memo.derive(statementLineage, testCase, [source.schema], (schema) =>
        lineageOfText(schema, sql, { parser }),
      );
      if (read.kind === 'syntax-error')
        report(
          diagnostic('statement-is-no-sql', placeIn(node.statement, read.offset, texts), {
            problem: read.message,
          }),
        );
      else if (read.kind === 'lineage' && read.lineage.columns !== null)
        checkColumns(
          testCase,
          read.lineage.columns.map(({ name }) => name),
          report,
        );
    }
}

function checkColumns({ node, expected }: BoundCase, names: readonly string[], report: Report): void {
  if (expected.kind !== 'mask' || node.expectation.kind !== 'MaskExpectation') return;
  for (const { place: column } of node.expectation.columns)
    if (column.kind === 'Name' && !names.includes(column.text)) {
      const { text: name, span } = column;
      report(
        diagnostic('unknown-output-column', span, {
          name,
          nearest: report.nearest(name, names),
          known: names,
        }),
      );
    }
}

/** The place of the statement where it is no SQL, if the literal has no escapes before which it could have moved. */
function placeIn(
  { span, value }: StringLiteral,
  offset: number,
  texts: ReadonlyMap<string, SourceText>,
): StringLiteral['span'] {
  const written = texts.get(span.file)?.text.slice(span.start + 1, span.end - 1);
  if (written !== value) return span;
  const start = Math.min(span.start + 1 + offset, span.end - 1);
  const word = /^[\p{L}\p{N}_$]+/u.exec(value.slice(offset))?.[0].length ?? 0;
  return { ...span, start, end: Math.min(start + Math.max(word, 1), span.end) };
}
