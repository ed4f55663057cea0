/** What is printed keeps to the terminal: tables, and what approvers read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApprovalDocument } from '../../../runtime/src/admin/approval-document.ts';
import { renderApproval, renderList } from '../../../runtime/src/cli/approvals/render-approvals.ts';
import { table } from '../../../runtime/src/cli/sessions/table.ts';
import { terminalWidth } from '../../../runtime/src/cli/terminal-width.ts';

const linesOf = (text: string) => text.split('\n').map((line) => [...line].length);
const WIDTH = fc.integer({ min: 40, max: 120 });
const cell = fc.string({ maxLength: 100 }).map((text) => text.replaceAll(/\s/g, '_'));

test('no line of a table is longer than the terminal is wide, however many columns there are', () => {
  fc.assert(
    fc.property(
      WIDTH,
      fc.array(fc.array(cell, { minLength: 12, maxLength: 12 }), { maxLength: 5 }),
      (width, rows) => {
        for (const count of [1, 3, 12]) {
          const columns = Array.from({ length: count }, (_, at) => ({ head: `column${at}`, shrinks: true }));
          expect(Math.max(...linesOf(table(columns, rows, width)))).toBeLessThanOrEqual(width);
        }
      },
    ),
  );
});

test('the widest cells are cut, then columns go, then each record stands by itself', () => {
  const columns = [{ head: 'id' }, { head: 'text', shrinks: true }, { head: 'level', mayGo: true }];
  const rows = [['7', 'x'.repeat(20), 'everything']];
  expect(table(columns, rows)).toBe(
    ` id | text                 | level\n----+----------------------+------------\n 7  | ${'x'.repeat(20)} | everything\n`,
  );
  expect(table(columns, rows, 34)).toBe(
    ` id | text           | level\n----+----------------+------------\n 7  | ${'x'.repeat(13)}… | everything\n`,
  );
  expect(table(columns, rows, 20)).toBe(` id | text\n----+---------------\n 7  | ${'x'.repeat(12)}…\n`);
  expect(table(columns, rows, 14)).toBe('-[ RECORD 1 ]-\nid   | 7\ntext | xxxxxxx…\n');
});

test('what approvers read is wrapped between words, and the list is cut in its last column', () => {
  const text = `delete from archive where note = '${'x'.repeat(200)}'`;
  const approval = {
    ...{
      id: '3f9c0a1b2c4d',
      state: 'open',
      source: 'crm',
      secondsLeft: 60,
      text,
      parameters: [],
      decisions: [],
    },
    ...{ requirements: [], touches: [], estimatedRows: null, usedAt: null, objection: null, agreed: [] },
    requester: {
      ...{ subject: 'job', kind: 'service', actors: ['a'.repeat(300), ...'bcdefghij'], user: 'job' },
      ...{ task: { id: '', name: 'one two '.repeat(40), parent: 'x' }, onBehalfOf: ['y '.repeat(100)] },
    },
  } as unknown as ApprovalDocument;
  fc.assert(
    fc.property(fc.integer({ min: 60, max: 120 }), (width) => {
      const [head = ''] = renderApproval(approval, width).split('\n\n');
      expect(Math.max(...linesOf(head))).toBeLessThanOrEqual(width);
      expect(head.replaceAll(/\s+/g, '')).toContain('a'.repeat(300));
      expect(Math.max(...linesOf(renderList([approval], width)))).toBeLessThanOrEqual(width);
    }),
  );
});

test('the width is that of the terminal, or what COLUMNS says; programs read lines of any length', () => {
  expect(terminalWidth({ isTTY: true, columns: 90 }, { COLUMNS: '70' })).toBe(90);
  expect(terminalWidth({ isTTY: true, columns: 3 }, {})).toBe(40);
  expect(terminalWidth({}, { COLUMNS: '70' })).toBe(70);
  for (const COLUMNS of [undefined, '', '-1', 'x', '0'])
    expect(terminalWidth({}, COLUMNS === undefined ? {} : { COLUMNS })).toBe(Number.POSITIVE_INFINITY);
});
