import { renderGithub } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRun, runOf } from './check-run-fixture.ts';

/** As the runner reads a line: https://github.com/actions/runner, ActionCommand.TryParseV2. */
function readCommand(line: string) {
  const [, name, list = '', data = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decoded = (text: string) =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = list.split(',').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), decoded(pair.slice(equals + 1))];
  });
  return { name, properties: Object.fromEntries(properties), data: decoded(data) };
}

describe('renderGithub', () => {
  it('gives a command for each diagnostic and each input that was not read', () => {
    expect(renderGithub(checkRun())).toBe(
      '::error file=policies/my desk.dlp,line=2,col=28,endColumn=33,title=DLP2003::' +
        '`customers` has no column `emial`%0Ahint: did you mean `email`?\n' +
        '::warning file=policies/crm.sql,line=2,col=1,endColumn=14,title=DLP5003::this is not known\n' +
        '::error file=gone,title=dlpc::`gone` cannot be read: there is no such file\n',
    );
  });

  it('says no line of a file whose text is not at hand', () => {
    expect(renderGithub(runOf('x', 'a.sql'))).toBe('::error file=a.sql,title=DLP5002::x\n');
  });

  it('no text ends a command or begins another', () => {
    const hostile = 'x\n::error::y\r%0A::set-env name=PATH::/tmp';
    expect(renderGithub(runOf(hostile, 'a,line=1::b%0A.sql'))).toBe(
      '::error file=a%2Cline=1%3A%3Ab%250A.sql,title=DLP5002::x\\n::error::y\\r%250A::set-env name=PATH::/tmp\n',
    );
  });

  it('the runner reads back what was said', () => {
    const text = fc.string({
      unit: fc.constantFrom('%', ':', ',', '0', 'A', 'D', '2', '5', '\n', '\r', 'é', '='),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, text, (message, file) => {
        const line = renderGithub(runOf(message, file));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const escaped = (value: string) => value.replaceAll('\n', '\\n').replaceAll('\r', '\\r');
        expect(readCommand(line.slice(0, -1))).toEqual({
          name: 'error',
          properties: { file: escaped(file), title: 'DLP5002' },
          data: escaped(message),
        });
      }),
    );
  });
});
