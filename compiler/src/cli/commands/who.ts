/** `dlpc who`: everyone who sees a column, or may write to a table. */
import { printable } from '@dlpc/language';
import { askWho } from '../../analyses/who/ask-who.ts';
import { renderWho } from '../../analyses/who/render-who.ts';
import { whoJson } from '../../analyses/who/who-json.ts';
import { readTarget } from '../../analyses/who/who-target.ts';
import type { Host } from '../../host/host.ts';
import { analysePolicies } from '../analysed-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Format } from '../report.ts';
import { styleOf, type Terminal } from '../terminal.ts';

export interface WhoOptions {
  readonly format: Format;
}

/** Runs the command. */
export async function runWho(
  host: Host,
  terminal: Terminal,
  asked: string,
  paths: readonly string[],
  { format }: WhoOptions,
): Promise<ExitCode> {
  const analysed = await analysePolicies(host, terminal, paths, format);
  if (!analysed.ok) return analysed.code;
  const { program, sources, fileName } = analysed.policies;
  const reading = readTarget(program, asked);
  if (!reading.ok) {
    terminal.stderr.write(`dlpc: ${printable(reading.message)}\n`);
    if (reading.hint !== null) terminal.stderr.write(`hint: ${printable(reading.hint)}\n`);
    return EXIT.usage;
  }
  const answers = askWho(program, sources, reading.target);
  if (format === 'json') terminal.stdout.write(whoJson(asked, answers, fileName));
  else if (answers.length === 0) terminal.stdout.write(`no column carries \`${printable(asked)}\`\n`);
  else terminal.stdout.write(renderWho(answers, { colour: styleOf(terminal).colour, fileName }));
  return EXIT.ok;
}
