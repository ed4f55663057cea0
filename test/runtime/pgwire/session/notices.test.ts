/** A NOTICE of masked columns: for those who ask for it, once for each statement that runs, byte for byte; to nobody else. */
import { describe, expect, it } from 'vitest';
import type { MaskedColumn } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { forward } from '../wire-proxy.ts';
import { type Harness, shown, startSession } from './harness.ts';

const MASKED: readonly MaskedColumn[] = [
  { column: 'customers.ssn', how: 'keep_last(4), by policy support, crm.dlp:12' },
  { column: 'customers.email', how: 'redact, as no policy that applies says otherwise' },
];

const NOTICE =
  'N SNOTICE\\x00VNOTICE\\x00C00000\\x00Mmasked: customers.ssn, customers.email\\x00' +
  'Dcustomers.ssn: keep_last(4), by policy support, crm.dlp:12\\x0a' +
  'customers.email: redact, as no policy that applies says otherwise\\x00' +
  'HSET dlp.notices = off ends these notices.\\x00\\x00';

function session(): Harness {
  return startSession({
    revision: '1',
    judge: (text) =>
      forward(text, {
        ...(text.includes('ssn') && { masked: MASKED }),
        ...(text.includes('dlp.notices = on') && { notices: 'on' }),
        ...(text.includes('dlp.notices = off') && { notices: 'off' }),
        ...(text.includes('discard') && { notices: 'initial' }),
      }),
  });
}

function ask(of: Harness, text: string, ...answer: readonly Buffer[]): readonly string[] {
  of.client(client.query(text));
  return of.server(...answer, server.ready());
}

const rows = [server.rowDescription('ssn'), server.row('**6789'), server.complete()];
const set = server.complete('SET');

describe('a client that does not ask', () => {
  it('is told nothing', () => {
    const one = session();
    expect(ask(one, 'select ssn', ...rows)).toEqual(shown(Buffer.concat([...rows, server.ready()])));
  });

  it('is told nothing any more after it turned them off, or discarded everything', () => {
    for (const [text, tag] of [
      ['set dlp.notices = off', 'SET'],
      ['discard all', 'DISCARD ALL'],
    ] as const) {
      const one = session();
      ask(one, 'set dlp.notices = on', set);
      ask(one, text, server.complete(tag));
      expect(ask(one, 'select ssn', ...rows)).not.toContain(NOTICE);
    }
  });

  it('is told nothing where its wish failed', () => {
    const one = session();
    ask(one, 'set dlp.notices = on', server.error());
    expect(ask(one, 'select ssn', ...rows)).not.toContain(NOTICE);
  });
});

describe('a client that asks', () => {
  it('is told once, before the statement is complete', () => {
    const one = session();
    ask(one, 'set dlp.notices = on', set);
    const expected = shown(Buffer.concat([...rows, server.ready()]));
    expect(ask(one, 'select ssn', ...rows)).toEqual([...expected.slice(0, 2), NOTICE, ...expected.slice(2)]);
  });

  it('is told nothing of statements that mask nothing, and of those that fail', () => {
    const one = session();
    ask(one, 'set dlp.notices = on', set);
    expect(ask(one, 'select id', ...rows)).not.toContain(NOTICE);
    expect(ask(one, 'select ssn', server.error())).not.toContain(NOTICE);
  });

  it('is told once of several statements in one text, from the moment of its wish', () => {
    const one = session();
    const answer = ask(one, 'set dlp.notices = on; select ssn; select ssn', set, ...rows, ...rows);
    expect(answer.filter((message) => message === NOTICE)).toHaveLength(1);
    expect(answer.indexOf(NOTICE)).toBe(3);
  });

  it.each(['', 'portal'])(
    'is told at the end of a portal (%j), however many parts it is fetched in',
    (portal) => {
      const one = session();
      ask(one, 'set dlp.notices = on', set);
      one.client(
        client.parse('', 'select ssn'),
        client.bind(portal, ''),
        client.execute(portal, 1),
        client.execute(portal),
        client.sync,
      );
      expect(
        one.server(
          ...[server.parseComplete, server.bindComplete, server.row('**6789'), server.portalSuspended],
          ...[server.row('**6780'), server.complete(), server.ready()],
        ),
      ).toEqual([
        ...shown(Buffer.concat([server.parseComplete, server.bindComplete, server.row('**6789')])),
        ...shown(Buffer.concat([server.portalSuspended, server.row('**6780')])),
        NOTICE,
        ...shown(Buffer.concat([server.complete(), server.ready()])),
      ]);
    },
  );

  it('may ask in the pipeline that it asks for', () => {
    const one = session();
    one.client(
      ...[client.parse('', 'set dlp.notices = on'), client.bind('', ''), client.execute('')],
      ...[client.parse('', 'select ssn'), client.bind('', ''), client.execute(''), client.sync],
    );
    const answer = one.server(
      ...[server.parseComplete, server.bindComplete, set],
      ...[server.parseComplete, server.bindComplete, server.complete(), server.ready()],
    );
    expect(answer.indexOf(NOTICE)).toBe(5);
  });

  it('is told of the statement that a portal stands for now', () => {
    const one = session();
    ask(one, 'set dlp.notices = on', set);
    for (const [text, told] of [
      ['select ssn', true],
      ['select id', false],
    ] as const) {
      one.client(
        client.parse('', text),
        client.bind('p', ''),
        client.execute('p'),
        client.closePortal('p'),
        client.sync,
      );
      const answer = one.server(
        ...[server.parseComplete, server.bindComplete, server.complete()],
        ...[server.closeComplete, server.ready()],
      );
      expect(answer.includes(NOTICE)).toBe(told);
    }
  });
});
