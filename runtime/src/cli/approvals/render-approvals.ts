/** Approvals as text for people at a terminal. All that came from elsewhere is made printable. */

import type { ApprovalDocument } from '../../admin/approval-document.ts';
import { taskNames } from '../../approvals/approval-request.ts';
import { printable, printableLines } from '../../log/printable.ts';
import { clipped } from '../clipped.ts';
import { layOutSql } from './lay-out-sql.ts';

/** Of a statement in a list, and the least that is shown of it. */
const LIST_WIDTH = 60;
const LEAST_LIST_WIDTH = 20;
/** Before what of a line goes on in the next. */
const INDENT = '  ';
/** Before the lines of a field. */
const NAME_WIDTH = 10;

/** `width`: characters of a line, as far as that is possible. */
export function renderList(approvals: readonly ApprovalDocument[], width: number): string {
  if (approvals.length === 0) return 'Nothing waits for you.\n';
  const rows = approvals.map((approval) => [
    printable(approval.id),
    approval.state === 'open' ? `${timeText(approval.secondsLeft)} left` : printable(approval.state),
    printable(approval.requester.subject),
    printable(approval.source),
    printable(approval.text.replace(/\s+/g, ' ')),
  ]);
  const titles = ['ID', 'STATE', 'WHO', 'SOURCE', 'STATEMENT'];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const others = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  widths[titles.length - 1] = Math.min(LIST_WIDTH, Math.max(LEAST_LIST_WIDTH, width - others));
  const line = (row: readonly string[]) =>
    `${row
      .map((cell, at) => clipped(cell, widths[at] ?? 0).padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [titles, ...rows].map(line).join('');
}

/** `width`: characters of a line; the statement keeps its own lines. */
export function renderApproval(approval: ApprovalDocument, width: number): string {
  const { requester, requirements, parameters, touches, decisions, estimatedRows } = approval;
  const fields: (readonly [string, readonly string[]])[] = [
    ['approval', [approval.id]],
    ['state', [approval.state === 'open' ? `open, ${timeText(approval.secondsLeft)} left` : approval.state]],
    ['who', [`${requester.subject} (${requester.kind}), connected as ${requester.user}`]],
    ['through', requester.actors],
    ['task', taskText(requester)],
    ['source', [approval.source]],
    [
      'asks for',
      requirements.map(({ by, people, agreed }) => {
        const groups = by.map((group) => JSON.stringify(group)).join(', ');
        const so = agreed.length === 0 ? '' : `; agreed: ${agreed.join(', ')}`;
        return `${people} of ${groups}${so}`;
      }),
    ],
    ['because', requirements.map(({ rule }) => rule)],
    [
      'touches',
      touches.map(
        ({ name, actions, labels }) =>
          `${name} (${actions.join(', ')})${labels.length === 0 ? '' : `, labelled ${labels.join(', ')}`}`,
      ),
    ],
    [
      'rows',
      [estimatedRows === null ? 'the server cannot say' : `about ${estimatedRows}, as the server expects`],
    ],
    [
      'decided',
      decisions.map(
        ({ subject, decision, reason }) => `${subject}: ${decision}${reason === null ? '' : ` (${reason})`}`,
      ),
    ],
    ['ran', approval.usedAt === null ? [] : [approval.usedAt]],
  ];
  const head = fields.flatMap(([name, lines]) =>
    lines
      .flatMap((line) => wrapped(printable(line), width - NAME_WIDTH))
      .map((line, at) => `${(at === 0 ? name : '').padEnd(NAME_WIDTH)}${line}\n`),
  );
  const statement = printableLines(layOutSql(approval.text))
    .split('\n')
    .map((line) => `  ${line}\n`);
  const values = parameters.map(({ value, hidden }, at) => {
    const shown = hidden !== null ? `hidden: ${hidden}` : value === null ? 'NULL' : JSON.stringify(value);
    return `  $${at + 1} = ${printable(shown)}\n`;
  });
  const note = approval.objection === null ? [] : [`\n${printable(approval.objection)}\n`];
  return [...head, '\n', ...statement, ...(values.length === 0 ? [] : ['\n', ...values]), ...note].join('');
}

function taskText(requester: ApprovalDocument['requester']): readonly string[] {
  const { name, id } = requester.task;
  const above = taskNames(requester).slice(name === '' ? 0 : 1);
  const parts = [name, id === '' ? '' : `id ${id}`, ...above.map((each) => `of ${each}`)];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? [] : [text];
}

function timeText(seconds: number): string {
  if (seconds >= 3600)
    return `${Math.floor(seconds / 3600)}h${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}m`;
  return seconds >= 60
    ? `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
    : `${seconds}s`;
}

/** In lines of at most `width` characters, broken between words where there are any. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > INDENT.length ? space : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${INDENT}${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}
