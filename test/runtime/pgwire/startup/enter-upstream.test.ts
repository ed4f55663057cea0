import { describe, expect, it } from 'vitest';
import { decodeStartupPacket } from '../../../../runtime/src/pgwire/codec/decode-startup.ts';
import {
  encodeAuthenticationOk,
  encodeSaslContinue,
  encodeSaslFinal,
  encodeSaslMechanisms,
} from '../../../../runtime/src/pgwire/codec/encode-backend.ts';
import { enterUpstream } from '../../../../runtime/src/pgwire/startup/enter-upstream.ts';
import { Refusal } from '../../../../runtime/src/pgwire/startup/refusal.ts';
import type { UpstreamTarget } from '../../../../runtime/src/pgwire/upstream-target.ts';
import * as server from '../backend.ts';
import { shown } from '../session/harness.ts';
import { MemoryChannel } from './memory-channel.ts';

const KEY = 'the key of all masks';

function target(changes: Partial<UpstreamTarget> = {}): UpstreamTarget {
  return {
    host: '127.0.0.1',
    port: 5432,
    database: 'crm',
    user: 'proxy',
    password: () => 'secret',
    tls: 'disable',
    parameters: { 'dlp.mask_key': KEY },
    ...changes,
  };
}

const OK = encodeAuthenticationOk();
const GREETING = [
  server.parameter('client_encoding', 'UTF8'),
  server.parameter('standard_conforming_strings', 'on'),
  server.key(42, Buffer.from('abcd')),
  server.ready(),
];
const CLEARTEXT = server.message('Authentication', (body) => body.int32(3));
const MD5 = server.message('Authentication', (body) => body.int32(5).bytes(Buffer.from([1, 2, 3, 4])));

async function enter(messages: readonly Buffer[], changes: Partial<UpstreamTarget> = {}) {
  const channel = new MemoryChannel().feed(...messages).end();
  const greeting = await enterUpstream(channel, target(changes), new Map([['TimeZone', 'UTC']]), null);
  return { channel, greeting };
}

async function refused(messages: readonly Buffer[], changes: Partial<UpstreamTarget> = {}): Promise<Refusal> {
  const error: unknown = await enter(messages, changes).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error(`refused with ${String(error)}`);
  return error;
}

describe('the way in', () => {
  it("begins with the client's parameters, ours above them, and the fixed ones above all", async () => {
    const parameters = { 'dlp.mask_key': KEY, TimeZone: 'Asia/Tokyo', client_encoding: 'SJIS' };
    const { channel } = await enter([OK, ...GREETING], { parameters });
    const packet = decodeStartupPacket((channel.written[0] ?? Buffer.alloc(4)).subarray(4));
    expect(packet).toMatchObject({ kind: 'startup', major: 3, minor: 0 });
    if (packet.kind !== 'startup') return;
    expect(Object.fromEntries(packet.parameters)).toEqual({
      user: 'proxy',
      database: 'crm',
      TimeZone: 'Asia/Tokyo',
      client_encoding: 'UTF8',
      standard_conforming_strings: 'on',
      'dlp.mask_key': KEY,
    });
  });

  it('gives what the server reported, and only what a client may see of it', async () => {
    const unknown = server.parameter('dlp.mask_key', KEY);
    const { greeting } = await enter([OK, unknown, server.notice({ M: KEY }), ...GREETING]);
    expect(greeting.key).toEqual({ processId: 42, secret: Buffer.from('abcd') });
    expect(greeting.parameters.values.get('client_encoding')).toBe('UTF8');
    expect(greeting.messages.flatMap((message) => shown(message))).toEqual([
      'S client_encoding\\x00UTF8\\x00',
      'S standard_conforming_strings\\x00on\\x00',
    ]);
  });

  it.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1', '/run/postgresql'])(
    'needs no proof of %s',
    async (host) => {
      await expect(enter([OK, ...GREETING], { host })).resolves.toBeDefined();
    },
  );

  it('answers a request for the password where that is allowed', async () => {
    const allowed = await enter([CLEARTEXT, OK, ...GREETING], { allowAuthentication: ['cleartext'] });
    expect(shown(allowed.channel.written[1] ?? Buffer.alloc(0))).toEqual(['p secret\\x00']);
  });

  it('answers a request for md5 where that is allowed', async () => {
    const allowed = await enter([MD5, OK, ...GREETING], { allowAuthentication: ['md5'] });
    // md5(md5('secret' || 'proxy') || salt), as md5sum has it.
    expect(shown(allowed.channel.written[1] ?? Buffer.alloc(0))).toEqual([
      'p md5e5915790c96b6b4ea5e601f1b7509b98\\x00',
    ]);
  });
});

describe('a server that is not talked to', () => {
  it.each([
    ['asks for nothing, from afar', [OK, ...GREETING], { host: 'db.example' }],
    ['asks for the password', [CLEARTEXT, OK], {}],
    ['asks for md5', [MD5, OK], {}],
    ['asks for Kerberos', [server.message('Authentication', (body) => body.int32(7))], {}],
    ['offers no mechanism that we know', [encodeSaslMechanisms(['SCRAM-SHA-1'])], {}],
    ['says OK in the middle of SCRAM', [encodeSaslMechanisms(['SCRAM-SHA-256']), OK, ...GREETING], {}],
    ['speaks nonsense in SCRAM', [encodeSaslMechanisms(['SCRAM-SHA-256']), encodeSaslContinue('r=x')], {}],
    ['ends SCRAM before it began', [encodeSaslMechanisms(['SCRAM-SHA-256']), encodeSaslFinal('v=')], {}],
    ['sends rows first', [server.row('1')], {}],
    ['sends a malformed ParameterStatus', [OK, server.message('ParameterStatus')], {}],
    ['reports another encoding', [OK, server.parameter('client_encoding', 'SJIS'), ...GREETING], {}],
    ['reports no encoding', [OK, server.ready()], {}],
    ['begins in a transaction', [OK, ...GREETING.slice(0, 3), server.ready('T')], {}],
    [
      'negotiates another version',
      [server.message('NegotiateProtocolVersion', (b) => b.int32(0).int32(0))],
      {},
    ],
  ])('%s', async (_, messages, changes) => {
    const refusal = await refused(messages, changes);
    expect(refusal.sqlstate).toBe('08004');
    expect(refusal.message).toBe('the connection to the database could not be used');
    expect(refusal.reason).toMatch(/^the server /);
  });

  it('sends a message longer than any', async () => {
    const error: unknown = await enter([Buffer.from([0x53, 0x7f, 0, 0, 0])]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ sqlstate: '08P01' });
  });
});

describe('a server that refuses', () => {
  it.each([
    ['28P01', '08004', 'the database refused the connection'],
    ['3D000', '08004', 'the database refused the connection'],
    ['22023', '08004', 'the database refused the connection'],
    ['53300', '53300', 'the database has no connection left'],
    ['57P03', '57P03', 'the database is starting up or shutting down'],
  ])('with %s is not quoted', async (theirs, ours, message) => {
    const quoting = server.error({ C: theirs, M: `invalid value for parameter "dlp.mask_key": "${KEY}"` });
    for (const messages of [[quoting], [OK, quoting]]) {
      const refusal = await refused(messages);
      expect(refusal).toMatchObject({ sqlstate: ours, message });
      expect(refusal.reason).toContain(theirs);
      expect(JSON.stringify(refusal)).not.toContain(KEY);
    }
  });
});
