import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../runtime/src/cli/arguments.ts';
import { HELP } from '../../../runtime/src/cli/help.ts';

const run = { kind: 'run', config: 'c.json', logFormat: null, logLevel: null };

describe('the command line', () => {
  test.each<[string, object]>([
    ['--config c.json', run],
    ['--config=c.json', run],
    ['--config c.json --check', { ...run, kind: 'check' }],
    [
      '--log-format pretty --config c.json --log-level debug',
      { ...run, logFormat: 'pretty', logLevel: 'debug' },
    ],
    ['--help', { kind: 'help' }],
    ['-h', { kind: 'help' }],
    ['hash-password --help', { kind: 'help' }],
    ['-V', { kind: 'version' }],
    ['hash-password', { kind: 'hash-password' }],
  ])('%s', (line, expected) => {
    expect(readArguments(line.split(' '))).toEqual(expected);
  });

  test.each([
    ['', '`--config FILE` is missing'],
    ['--check', '`--config FILE` is missing'],
    ['--config', '`--config` needs a value'],
    ['--config=', '`--config` needs a value'],
    ['--config a --config b', '`--config` stands twice'],
    ['--confg a', 'unknown option `--confg`; did you mean `--config`?'],
    ['-x', 'unknown option `-x`'],
    ['--check=yes --config a', '`--check` takes no value'],
    ['--config a --log-format xml', '`--log-format` is one of json, pretty, auto, not `xml`'],
    ['--config a --log-level loud', '`--log-level` is one of debug, info, warn, error, not `loud`'],
    ['start', 'unknown command `start`'],
    ['hash-pasword', 'unknown command `hash-pasword`; did you mean `hash-password`?'],
    ['hash-password --config a', '`--config` does not go with `hash-password`'],
    ['--config a extra', 'unknown command `extra`'],
    ['--toString', 'unknown option `--toString`'],
  ])('`%s` is refused', (line, message) => {
    expect(readArguments(line === '' ? [] : line.split(' '))).toEqual({ kind: 'mistake', message });
  });

  test('a password is refused as an argument, and not repeated', () => {
    const refused = readArguments(['hash-password', 'hunter2']);
    expect(refused).toMatchObject({ kind: 'mistake' });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  test('`--help` names every option', () => {
    for (const option of ['--config', '--check', '--log-format', '--log-level', '--help', '--version']) {
      expect(HELP).toContain(option);
    }
  });
});
