import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../../runtime/src/log/events.ts';
import { formatJson } from '../../../runtime/src/log/format-json.ts';
import { formatPretty } from '../../../runtime/src/log/format-pretty.ts';
import { createLogger, type LogLine } from '../../../runtime/src/log/logger.ts';

const now = () => Date.parse('2026-11-22T12:30:00.5Z');

function logged(format: (line: LogLine) => string, level: 'debug' | 'info' | 'warn' | 'error' = 'debug') {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, format, write: (text) => lines.push(text), now }) };
}

describe('JSON', () => {
  test('is one object a line, fields in the order of the catalog, nulls left out', () => {
    const { lines, log } = logged(formatJson);
    log('listening', { sources: ['crm', 'hr'], tls: 'off', port: 6432, host: '127.0.0.1' });
    log('session-refused', { session: 's1', user: null, sqlstate: '3D000', message: 'no', reason: null });
    expect(lines).toEqual([
      '{"time":"2026-11-22T12:30:00.500Z","level":"info","event":"listening","host":"127.0.0.1","port":6432,"tls":"off","sources":["crm","hr"]}\n',
      '{"time":"2026-11-22T12:30:00.500Z","level":"warn","event":"session-refused","session":"s1","sqlstate":"3D000","message":"no"}\n',
    ]);
  });

  test('keeps whatever a client calls itself on one line, readable back, without anything a terminal acts on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (user) => {
        const { lines, log } = logged(formatJson);
        log('authentication-failed', {
          session: 's1',
          user,
          address: '127.0.0.1',
          reason: 'unknown-user',
          problem: null,
        });
        expect(lines[0]).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*\n$/u);
        expect(JSON.parse(lines[0] ?? '')).toMatchObject({ user: user.toWellFormed() });
      }),
      { verbose: true },
    );
  });

  test('bounds texts', () => {
    const { lines, log } = logged(formatJson);
    log('authentication-failed', {
      session: 's1',
      user: 'x'.repeat(1e6),
      address: '',
      reason: '',
      problem: null,
    });
    expect(lines[0]?.length).toBeLessThan(2500);
  });
});

describe('the format for people', () => {
  test('quotes what is not plain', () => {
    const { lines, log } = logged((line) => formatPretty(line, false));
    log('policy-refused', { directory: '/etc/dlp', reason: 'the file\n\u001b[2Jis gone', revision: 'ab12' });
    expect(lines).toEqual([
      '12:30:00.500 error policy-refused directory=/etc/dlp reason="the file\\n\\u001b[2Jis gone" revision=ab12\n',
    ]);
  });

  test('has colours where they are asked for', () => {
    const { lines, log } = logged((line) => formatPretty(line, true));
    log('stopped', {});
    expect(lines[0]).toContain('\u001b[36minfo \u001b[0m');
  });
});

test('what is less severe than the level is left out', () => {
  const { lines, log } = logged(formatJson, 'warn');
  log('stopped', {});
  log('cutting-sessions', { sessions: 1 });
  expect(lines).toHaveLength(1);
});

test('every event and field says what it means, in a sentence', () => {
  for (const [name, spec] of Object.entries(EVENTS)) {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(spec.means).toMatch(/^[A-Z].*\.$/);
    for (const [field, { means }] of Object.entries(spec.fields)) {
      expect(field).toMatch(/^[a-z][A-Za-z]*$/);
      expect(means).toMatch(/\.$/);
    }
  }
});

test('every event is logged somewhere', () => {
  const root = new URL('../../../runtime/src/', import.meta.url).pathname;
  const places = globSync('{proxy,proxy/apis,proxy/tracing,cli,workers}/*.ts', { cwd: root }).map((path) =>
    readFileSync(root + path, 'utf8'),
  );
  const unused = Object.keys(EVENTS).filter((name) => !places.some((text) => text.includes(`log('${name}'`)));
  expect(unused).toEqual([]);
});
