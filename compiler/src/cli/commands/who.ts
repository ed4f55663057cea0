/** `dlpc who`: everyone who sees a column, or may write to a table. */
import { printable } from '@dlpc/language';
import { type ApiAnswer, askApi } from '../../analyses/who/ask-api.ts';
import { askWho, type SourceAnswer } from '../../analyses/who/ask-who.ts';
import { renderApiAnswers } from '../../analyses/who/render-api.ts';
import { renderWho, type WhoTextOptions } from '../../analyses/who/render-who.ts';
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
  const { program, sources, apis, fileName } = analysed.policies;
  const reading = readTarget(program, asked);
  if (!reading.ok) {
    terminal.stderr.write(`dlpc: ${printable(reading.message)}\n`);
    if (reading.hint !== null) terminal.stderr.write(`hint: ${printable(reading.hint)}\n`);
    return EXIT.usage;
  }
  const { target } = reading;
  const answers =
    target.kind === 'operation' || target.kind === 'field' ? [] : askWho(program, sources, target);
  const ofApis = apis.flatMap((ir) => {
    const source = program.apis.get(ir.source);
    return (source && askApi(ir, source, target)) ?? [];
  });
  if (format === 'json') terminal.stdout.write(whoJson(asked, answers, ofApis, fileName));
  else if (answers.length + ofApis.length === 0)
    terminal.stdout.write(`no column or field carries \`${printable(asked)}\`\n`);
  else terminal.stdout.write(whoText(answers, ofApis, { colour: styleOf(terminal).colour, fileName }));
  return EXIT.ok;
}

function whoText(
  answers: readonly SourceAnswer[],
  ofApis: readonly ApiAnswer[],
  options: WhoTextOptions,
): string {
  const isNowhere =
    ofApis.length > 0 &&
    ofApis.every(({ sights, operations, complete }) => complete && sights.length + operations.length === 0);
  const texts = [
    ...(answers.length === 0 ? [] : [renderWho(answers, options)]),
    ...(isNowhere ? ['no operation sends or returns it\n'] : []),
    ...(ofApis.length === 0 || isNowhere ? [] : [renderApiAnswers(ofApis, options)]),
  ];
  return texts.join('\n');
}
