/** The page of the catalogue for people: what is tried, what stops it, what comes of it. Made from the data that the replay runs. */
import { anchor, cell } from '../support/markdown.ts';
import type { Attack, Expectation, Family } from './attack.ts';
import { catalogue } from './catalogue.ts';
import { defences } from './defences.ts';
import { type LargeAttack, timeAndAmounts } from './time-and-amounts.ts';

export function attacksPage(): string {
  const count = catalogue.reduce((sum, { attacks }) => sum + attacks.length, 0);
  return [
    '# Attacks on APIs',
    '<!-- Written by test/attacks-http/page.test.ts: change the catalogue, then `npx vitest run test/attacks-http/page.test.ts --update`. -->',
    `What a caller with curl or a socket tries to learn of fields that the policy masks, and in which answers they hide: ${count} attacks in
${catalogue.length} families. \`npx vitest run test/attacks-http\` replays each of them, byte for byte, through the proxy to two APIs that differ in nothing
but protected values. Every byte that comes back must be the same from both, hold no protected value, and be what this page says.`,
    [
      '| family | attacks |',
      '|---|--:|',
      ...catalogue.map(({ name, attacks }) => `| [${name}](#${anchor(name)}) | ${attacks.length} |`),
      `| [Time and amounts](#time-and-amounts) | ${timeAndAmounts.length} |`,
    ].join('\n'),
    '## Lines of defence',
    [
      '| name | what it does | where |',
      '|---|---|---|',
      ...Object.entries(defences).map(
        ([name, { does, file }]) => `| ${name} | ${words(does)} | ${link(file)} |`,
      ),
    ].join('\n'),
    ...catalogue.flatMap(familySection),
    '## Time and amounts',
    `What is made of time and amounts is not replayed from bytes: ${timeAndAmounts.length} more attacks, with the tests that make them.`,
    [
      '| the caller … | what comes of it | is stopped by | made by |',
      '|---|---|---|---|',
      ...timeAndAmounts.map(largeRow),
    ].join('\n'),
  ].join('\n\n');
}

function familySection({ name, about, attacks }: Family): readonly string[] {
  const isAnswer = attacks.some(({ answer }) => answer !== null);
  const head = [
    `| ${isAnswer ? 'the answer' : 'the caller'} … | is stopped by | what comes back |`,
    '|---|---|---|',
  ];
  return [`## ${name}`, about, [...head, ...attacks.map(attackRow)].join('\n')];
}

function attackRow({ tries, defence, expect }: Attack): string {
  return `| ${words(tries)} | ${defence} | ${outcome(expect)} |`;
}

function largeRow({ tries, stops, defence, test: { file, name } }: LargeAttack): string {
  return `| ${cell(tries)} | ${cell(stops)} | ${link(defence)} | ${link(file)}: ${cell(name)} |`;
}

function link(file: string): string {
  return `[${file.slice(file.lastIndexOf('/') + 1)}](../${file})`;
}

function outcome(expect: Expectation): string {
  switch (expect.kind) {
    case 'masked':
      return `${expect.status}, without anything protected`;
    case 'refused':
      return `${expect.status} from the proxy, and nothing reaches the API${expect.saying === '' ? '' : `: … ${words(expect.saying)} …`}`;
    case 'withheld':
      return `${expect.status} in place of the answer${expect.saying === '' ? '' : `: … ${words(expect.saying)} …`}`;
    case 'cut':
      return 'the answer is cut off';
  }
}

/** Text of a JSON string, as a person would write it. */
function words(text: string): string {
  return cell(text.replaceAll('\\"', '"'));
}
