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
  if (paths.length === 0 && (await isPath(host, asked))) {
    terminal.stderr.write(
      `dlpc: \`${printable(asked)}\` is a path; what is asked about comes before it\n` +
        `hint: \`dlpc who crm.customers.ssn ${printable(asked)}\`; a label or an operation of an API will do, too\n`,
    );
    return EXIT.usage;
  }
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

/** A name of policies is none, though a file may be called like it. */
async function isPath(host: Host, text: string): Promise<boolean> {
  return /^\.|\/|\.dlp$/.test(text) && (await host.kindOf(text)) !== 'none';
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
