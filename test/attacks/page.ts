/** The page of the catalogue for people: what is tried, what stops it, what comes of it. Made from the data that the replay runs. */
import { anchor, cell, code } from '../support/markdown.ts';
import type { Attack, Expectation, Family, StartupAttack } from './attack.ts';
import { startUp } from './catalogue/start-up.ts';
import { catalogue } from './catalogue.ts';
import { defences } from './defences.ts';

export function attacksPage(): string {
  const count = [...catalogue, startUp].reduce((sum, { attacks }) => sum + attacks.length, 0);
  return [
    '# Attacks',
    `<!-- Written by test/attacks/page.test.ts: change the catalogue, then \`npx vitest run test/attacks/page.test.ts --update\`. -->`,
    `What a contractor with psql, a driver or a socket tries to learn of values that the policy masks, and what stops it: ${count} attacks in
${catalogue.length + 1} families. \`npx vitest run test/attacks\` replays each of them, in several ways of asking, through the proxy to two servers that differ in nothing
but protected values. Every byte that comes back must be the same from both, hold no protected value, and be what this page says; and the
connection must go on. An attack that is marked ● has been shown, in the same run, to tell the two servers apart where no proxy
stands before them; the others change or reach something, or are aimed at the proxy itself.`,
    [
      '| family | attacks |',
      '|---|--:|',
      ...[...catalogue, startUp].map(
        ({ name, attacks }) => `| [${name}](#${anchor(name)}) | ${attacks.length} |`,
      ),
    ].join('\n'),
    '## Lines of defence',
    [
      '| name | what it does | where |',
      '|---|---|---|',
      ...Object.entries(defences).map(
        ([name, { does, file }]) => `| ${name} | ${cell(does)} | [${baseName(file)}](../${file}) |`,
      ),
    ].join('\n'),
    ...catalogue.flatMap(familySection),
    `## ${startUp.name}`,
    startUp.about,
    table(startUp.attacks.map(startUpRow)),
  ].join('\n\n');
}

function familySection({ name, about, attacks }: Family): readonly string[] {
  return [`## ${name}`, about, table(attacks.map(attackRow))];
}

function table(rows: readonly string[]): string {
  return [
    '| | the attacker … | sends | is stopped by | what comes back |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function attackRow({ tries, sends, defence, expect, bare }: Attack): string {
  const sent = typeof sends === 'string' ? code(sends) : stepsText(sends);
  return row([bare === 'leaks' ? '●' : '', cell(tries), sent, defence, outcome(expect)]);
}

function startUpRow({ tries, sends, defence, expect }: StartupAttack): string {
  const sent = typeof sends === 'function' ? 'credentials' : `${sends.length} bytes`;
  const result = expect === 'silently' ? 'the connection ends' : outcome({ kind: 'ended', ...expect });
  return row(['', cell(tries), sent, defence, result]);
}

function stepsText(steps: Exclude<Attack['sends'], string>): string {
  const kinds = {
    send: 'messages',
    change: 'a change of the database',
    policy: 'a new policy',
    credential: 'a changed credential',
  };
  const told = steps.map((step) =>
    step.kind === 'change' ? `${kinds.change}: ${code(step.sql)}` : kinds[step.kind],
  );
  return told.filter((text, index) => text !== told[index - 1]).join('; ');
}

function outcome(expect: Expectation): string {
  switch (expect.kind) {
    case 'masked':
      return 'an answer made of masks';
    case 'denied':
      return `denied ${expect.sqlstate}: … ${cell(expect.saying)} …`;
    case 'fails':
      return `the server's ${expect.sqlstate}, in neutral words`;
    case 'ended':
      return `the session ends, ${expect.sqlstate}: … ${cell(expect.saying)} …`;
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
