/** Approvals as text for people at a terminal. All that came from elsewhere is made printable. */

import type { ApprovalDocument } from '../../admin/approval-document.ts';
import { taskNames } from '../../approvals/approval-request.ts';
import { printable, printableLines } from '../../log/printable.ts';
import { layOutSql } from './lay-out-sql.ts';

const LIST_WIDTH = 60;

export function renderList(approvals: readonly ApprovalDocument[]): string {
  if (approvals.length === 0) return 'Nothing waits for you.\n';
  const rows = approvals.map((approval) => [
    printable(approval.id),
    approval.state === 'open' ? `${timeText(approval.secondsLeft)} left` : printable(approval.state),
    printable(approval.requester.subject),
    printable(approval.source),
    clipped(printable(approval.text.replace(/\s+/g, ' ')), LIST_WIDTH),
  ]);
  const titles = ['ID', 'STATE', 'WHO', 'SOURCE', 'STATEMENT'];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `${row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [titles, ...rows].map(line).join('');
}

export function renderApproval(approval: ApprovalDocument): string {
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
    lines.map((line, at) => `${(at === 0 ? name : '').padEnd(9)} ${printable(line)}\n`),
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

function clipped(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
