/** `dlpc replay`: what policies would have decided on recorded traffic. */
import { escapedJson, printable } from '@dlpc/language';
import { judgedApis } from '../../ask/http/judged-api.ts';
import { judgedSources, loadGround } from '../../ask/judged-source.ts';
import { REPLAY_KINDS, type ReplayKind, widens } from '../../ask/replay/compare-statement.ts';
import { recordedStatements } from '../../ask/replay/recorded-statement.ts';
import { type Replay, type ReplayGroup, replayTraffic } from '../../ask/replay/replay-traffic.ts';
import type { Host } from '../../host/host.ts';
import { analysePolicies } from '../analysed-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Format } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export interface ReplayOptions {
  readonly format: Format;
  /** Directory that the proxy keeps records in. */
  readonly records: string;
}

/** Differences of one kind that are listed; the others are counted. */
const MAX_LISTED = 20;

/** Runs the command. Status 3 where somebody would have seen or done more. */
export async function runReplay(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { format, records }: ReplayOptions,
): Promise<ExitCode> {
  if ((await host.kindOf(records)) !== 'directory') {
    terminal.stderr.write(`dlpc: \`${printable(records)}\` is no directory of records\n`);
    return EXIT.usage;
  }
  const analysed = await analysePolicies(host, terminal, paths, format);
  if (!analysed.ok) return analysed.code;
  const { sources, apis, result } = analysed.policies;
  const databases = judgedSources(sources, await loadGround(host, result.checked));
  const replay = await replayTraffic({ databases, apis: judgedApis(apis) }, recordedStatements(records));
  terminal.stdout.write(format === 'json' ? `${escapedJson(asObject(replay))}\n` : asText(replay));
  return replay.groups.some(({ kind }) => widens(kind)) ? EXIT.widened : EXIT.ok;
}

function asObject(replay: Replay) {
  const differences = replay.groups.map(({ example, ...group }) => ({
    ...group,
    widens: widens(group.kind),
    example: { ...example, at: new Date(example.at).toISOString() },
  }));
  const { sessions, statements, same, notCompared } = replay;
  return {
    sessions,
    statements,
    same,
    notCompared,
    widened: differences.some(({ widens: more }) => more),
    differences,
  };
}

function asText({ sessions, statements, same, notCompared, groups }: Replay): string {
  const lines = [
    `${count(statements, 'recorded statement')} of ${count(sessions, 'session')}: ${same} as before${
      notCompared === 0 ? '' : `, ${notCompared} that cannot be compared`
    }`,
  ];
  for (const kind of REPLAY_KINDS) {
    const ofKind = groups.filter((group) => group.kind === kind);
    if (ofKind.length > 0) lines.push('', ...kindLines(kind, ofKind));
  }
  return `${lines.join('\n')}\n`;
}

function kindLines(kind: ReplayKind, groups: readonly ReplayGroup[]): readonly string[] {
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const lines = [`${kind}: ${count(total, 'statement')}${widens(kind) ? ', which is more than before' : ''}`];
  for (const { user, shape, detail, count: times, example } of groups.slice(0, MAX_LISTED)) {
    const when = new Date(example.at).toISOString().slice(0, 19).replace('T', ' ');
    lines.push(
      `  ${times} × ${printable(user)}: ${printable(shape)}`,
      `      ${printable(detail)}`,
      `      first: session ${printable(example.session.slice(0, 8))}, statement ${example.n}, ${when}`,
    );
  }
  if (groups.length > MAX_LISTED) lines.push(`  and ${groups.length - MAX_LISTED} more`);
  return lines;
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
