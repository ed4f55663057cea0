import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../../runtime/src/pgwire/codec/byte-writer.ts';
import {
  encodeCancelRequest,
  encodeSslRequest,
  encodeStartup,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { RequestCode } from '../../../../runtime/src/pgwire/codec/messages.ts';
import { receiveClient } from '../../../../runtime/src/pgwire/startup/receive-client.ts';
import type { Refusal } from '../../../../runtime/src/pgwire/startup/refusal.ts';
import { shown } from '../session/harness.ts';
import { MemoryChannel } from './memory-channel.ts';

const STARTUP = encodeStartup([
  ['user', 'alice'],
  ['database', 'crm'],
]);
const GSS_REQUEST = new ByteWriter().packet((body) => body.int32(RequestCode.gssEncryption)).finish();
const PLAIN = { offered: false, required: false };
const OFFERED = { offered: true, required: false };
const REQUIRED = { offered: true, required: true };

function startup(version: number, parameters: readonly (readonly [string, string])[]): Buffer {
  const bytes = Buffer.from(encodeStartup(parameters));
  bytes.writeInt32BE(version, 4);
  return bytes;
}

async function refusal(channel: MemoryChannel, rules = PLAIN): Promise<Partial<Refusal>> {
  const error = await receiveClient(channel, rules).then(
    (arrival) => ({ message: `arrived as ${arrival.kind}` }),
    (thrown: unknown) => thrown as Refusal,
  );
  return error;
}

describe('a client', () => {
  it('can begin at once', async () => {
    const arrival = await receiveClient(new MemoryChannel().feed(STARTUP), PLAIN);
    expect(arrival).toMatchObject({
      kind: 'session',
      tls: null,
      request: { user: 'alice', database: 'crm' },
    });
  });

  it('can ask for GSS and TLS, get neither, and begin', async () => {
    const channel = new MemoryChannel().feed(GSS_REQUEST, encodeSslRequest(), STARTUP);
    expect(await receiveClient(channel, PLAIN)).toMatchObject({ kind: 'session', tls: null });
    expect(channel.output.toString()).toBe('NN');
  });

  it('can ask for TLS, get it, and begin', async () => {
    const channel = new MemoryChannel().feed(encodeSslRequest());
    channel.encrypted.push(STARTUP);
    expect(await receiveClient(channel, REQUIRED)).toMatchObject({ tls: { version: 'TLSv1.3' } });
    expect(channel.output.toString()).toBe('S');
    expect(channel.tls).toBe(true);
  });

  it('can begin with TLS', async () => {
    const channel = new MemoryChannel().feed(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
    channel.encrypted.push(STARTUP);
    channel.applicationProtocol = 'postgresql';
    expect(await receiveClient(channel, REQUIRED)).toMatchObject({ tls: { version: 'TLSv1.3' } });
    expect(channel.output).toHaveLength(0);
  });

  it('can ask to cancel, with TLS required or not', async () => {
    const request = encodeCancelRequest(7, Buffer.from('abcd'));
    for (const rules of [PLAIN, REQUIRED]) {
      expect(await receiveClient(new MemoryChannel().feed(request), rules)).toEqual({
        kind: 'cancel',
        processId: 7,
        secret: Buffer.from('abcd'),
      });
    }
  });

  it('can go away without a word, also after the answer about TLS', async () => {
    expect(await receiveClient(new MemoryChannel().end(), PLAIN)).toEqual({ kind: 'probe' });
    expect(await receiveClient(new MemoryChannel().feed(encodeSslRequest()).end(), PLAIN)).toEqual({
      kind: 'probe',
    });
  });

  it('can come in pieces', async () => {
    const channel = new MemoryChannel();
    const arrival = receiveClient(channel, PLAIN);
    for (const byte of Buffer.concat([encodeSslRequest(), STARTUP])) {
      channel.feed(Buffer.of(byte));
      await Promise.resolve();
    }
    expect(await arrival).toMatchObject({ kind: 'session' });
  });
});

describe('the protocol version', () => {
  it('unknown options of 3.2 are negotiated away', async () => {
    const parameters: [string, string][] = [
      ['user', 'alice'],
      ['_pq_.wish', '1'],
    ];
    const channel = new MemoryChannel().feed(startup(0x0003_0002, parameters));
    expect(await receiveClient(channel, PLAIN)).toMatchObject({ kind: 'session', minor: 2 });
    expect(shown(channel.output)).toEqual(['v \\x00\\x03\\x00\\x02\\x00\\x00\\x00\\x01_pq_.wish\\x00']);
  });

  it.each([0, 1, 2])('3.%i is taken as it is', async (minor) => {
    const channel = new MemoryChannel().feed(startup(0x0003_0000 + minor, [['user', 'alice']]));
    expect(await receiveClient(channel, PLAIN)).toMatchObject({ minor });
    expect(shown(channel.output)).toEqual([]);
  });

  it.each([3, 9999])('3.%i is negotiated down to 3.2', async (minor) => {
    const channel = new MemoryChannel().feed(startup(0x0003_0000 + minor, [['user', 'alice']]));
    expect(await receiveClient(channel, PLAIN)).toMatchObject({ minor: 2 });
    expect(shown(channel.output)).toEqual(['v \\x00\\x03\\x00\\x02\\x00\\x00\\x00\\x00']);
  });

  it.each([0x0002_0000, 0x0004_0000])('another major version is refused (%i)', async (version) => {
    const error = await refusal(new MemoryChannel().feed(startup(version, [['user', 'alice']])));
    expect(error).toMatchObject({ sqlstate: '0A000' });
    expect(error.message).toMatch(/protocol version [24]\.0/);
  });
});

describe('what is refused', () => {
  it('no TLS where it is required, before anything else is looked at', async () => {
    const packet = encodeStartup([['options', '-c x=y']]);
    expect(await refusal(new MemoryChannel().feed(packet), REQUIRED)).toMatchObject({ sqlstate: '28000' });
  });

  it('data that is not encrypted behind the request for TLS', async () => {
    const channel = new MemoryChannel().feed(encodeSslRequest(), Buffer.from('Q'));
    const error = await refusal(channel, OFFERED);
    expect(error.message).toBe('data that is not encrypted followed the request for TLS');
    expect(channel.output).toHaveLength(0);
    expect(channel.tls).toBe(false);
  });

  it.each([
    ['a second request for TLS', [encodeSslRequest(), encodeSslRequest()], '08P01'],
    ['a second request for GSS', [GSS_REQUEST, GSS_REQUEST], '08P01'],
    ['a packet shorter than any', [Buffer.from([0, 0, 0, 7, 1, 2, 3])], '08P01'],
    ['a packet longer than any', [Buffer.from([0, 0, 0x27, 0x11])], '08P01'],
    ['a negative length', [Buffer.from([0xff, 0xff, 0xff, 0xff])], '08P01'],
    ['HTTP', [Buffer.from('GET / HTTP/1.1\r\n\r\n')], '08P01'],
    ['a malformed packet', [Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0x41])], '08P01'],
    ['TLS where there is none', [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00])], '08P01'],
  ])('%s', async (_, packets, sqlstate) => {
    expect(await refusal(new MemoryChannel().feed(...packets))).toMatchObject({ sqlstate });
  });

  it('TLS at once for another protocol, or for none that is named', async () => {
    for (const protocol of ['http/1.1', null]) {
      const channel = new MemoryChannel().feed(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
      channel.encrypted.push(STARTUP);
      channel.applicationProtocol = protocol;
      expect((await refusal(channel, OFFERED)).message).toContain('must name `postgresql`');
    }
  });

  it('encryption asked for inside of TLS', async () => {
    for (const packet of [encodeSslRequest(), GSS_REQUEST]) {
      const channel = new MemoryChannel().feed(encodeSslRequest());
      channel.encrypted.push(packet);
      expect(await refusal(channel, OFFERED)).toMatchObject({ sqlstate: '08P01' });
    }
  });

  it('a parameter that no session may set, by name', async () => {
    const packet = encodeStartup([
      ['user', 'alice'],
      ['search_path', 'evil'],
    ]);
    expect((await refusal(new MemoryChannel().feed(packet))).message).toBe(
      'the start-up parameter `search_path` is not supported',
    );
  });
});
