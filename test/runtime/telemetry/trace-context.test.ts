/** What counts as a trace of a client: one form, and nothing else. */
import { describe, expect, test } from 'vitest';
import {
  passedTracestate,
  readTraceparent,
  traceOfStatement,
  writeTraceparent,
} from '../../../runtime/src/telemetry/trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const PARENT = `00-${TRACE}-${SPAN}-01`;

test('a traceparent is read and written', () => {
  const context = readTraceparent(PARENT);
  expect(context).toEqual({ traceId: TRACE, spanId: SPAN, isSampled: true });
  expect(context === null ? null : writeTraceparent(context)).toBe(PARENT);
  expect(readTraceparent(`00-${TRACE}-${SPAN}-02`)?.isSampled).toBe(false);
  // Of a later version, what is known counts.
  expect(readTraceparent(`01-${TRACE}-${SPAN}-01-more`)?.traceId).toBe(TRACE);
});

test.each([
  ['nothing', ''],
  ['the forbidden version', `ff-${TRACE}-${SPAN}-01`],
  ['more than this version has', `${PARENT}-more`],
  ['capitals', PARENT.toUpperCase()],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['two of them', `${PARENT}, ${PARENT}`],
  ['a line behind it', `${PARENT}\r\nx-admin: 1`],
  ['what is too long', `01-${TRACE}-${SPAN}-01-${'x'.repeat(200)}`],
])('%s is none', (_, text) => {
  expect(readTraceparent(text)).toBeNull();
});

describe('a tracestate', () => {
  test('goes on as its members', () => {
    expect(passedTracestate('rojo=00f067aa0ba902b7, congo=t61rcWkgMzE')).toBe(
      'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
    );
  });
  test.each([
    ['nothing', ''],
    ['more than must be carried', `a=${'x'.repeat(600)}`],
    ['too many members', Array.from({ length: 33 }, (_, at) => `k${at}=v`).join()],
    ['a member without a value', 'a'],
    ['a line of its own', 'a=b\r\nx-admin: 1'],
  ])('does not go on with %s', (_, text) => {
    expect(passedTracestate(text)).toBeNull();
  });
});

test('a comment of sqlcommenter names a trace', () => {
  const comment = `/*application='web',traceparent='${PARENT}',tracestate='congo%3Dt61'*/`;
  expect(traceOfStatement(`select 1 ${comment}`)?.traceId).toBe(TRACE);
  expect(traceOfStatement(`select 1 ${comment};`)?.traceId).toBe(TRACE);
  expect(traceOfStatement('select 1')).toBeNull();
  expect(traceOfStatement(`select '${PARENT}'`)).toBeNull();
  // What is looked at has an end.
  expect(traceOfStatement(`select 1 ${comment}${' '.repeat(2_000)}`)).toBeNull();
});
