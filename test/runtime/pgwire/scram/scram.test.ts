import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endPointBinding } from '../../../../runtime/src/pgwire/scram/channel-binding.ts';
import {
  acceptServerFinal,
  acceptServerFirst,
  type ClientExchange,
  clientFirst,
} from '../../../../runtime/src/pgwire/scram/scram-client.ts';
import {
  acceptClientFinal,
  acceptClientFirst,
  SCRAM,
  SCRAM_PLUS,
  type ServerExchange,
} from '../../../../runtime/src/pgwire/scram/scram-server.ts';
import {
  makeScramVerifier,
  mockVerifier,
  parseScramVerifier,
  type ScramVerifier,
} from '../../../../runtime/src/pgwire/scram/verifier.ts';
import { requires } from '../../../support/requires.ts';
import { createCertificates } from '../../../support/tls.ts';

/** RFC 7677, section 3. */
const EXAMPLE = {
  salt: Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'),
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};
const BINDING = Buffer.from('a hash of some certificate');

async function verifierOf(password: string): Promise<ScramVerifier> {
  const verifier = parseScramVerifier(await makeScramVerifier(password, { salt: EXAMPLE.salt }));
  if (verifier === null) throw new Error('the verifier cannot be read');
  return verifier;
}

async function exchange(changes: Partial<ServerExchange> = {}): Promise<ServerExchange> {
  return { verifier: await verifierOf('pencil'), channelBinding: null, mechanism: SCRAM, ...changes };
}

/** Both sides, each with its own password; what the server says in the end, and whether the client believes it. */
async function talk(
  clientPassword: string,
  server: ServerExchange,
  client: ClientExchange['channelBinding'],
) {
  const ours: ClientExchange = { nonce: 'clientnonce', channelBinding: client };
  const first = acceptClientFirst(server, clientFirst(ours), 'servernonce');
  if (!first.ok) return first.problem;
  const proof = await acceptServerFirst(ours, first.reply, clientPassword);
  if (proof === null) return 'the client gave up';
  const final = acceptClientFinal(first.state, proof.reply);
  if (final.kind === 'malformed') return final.problem;
  return final.kind === 'proven' ? { believed: acceptServerFinal(proof, final.reply) } : final.kind;
}

describe('the server', () => {
  it("answers the RFC's example as the RFC does", async () => {
    const first = acceptClientFirst(await exchange(), EXAMPLE.clientFirst, EXAMPLE.serverNonce);
    expect(first).toMatchObject({ ok: true, reply: EXAMPLE.serverFirst });
    if (!first.ok) return;
    expect(acceptClientFinal(first.state, EXAMPLE.clientFinal)).toEqual({
      kind: 'proven',
      reply: EXAMPLE.serverFinal,
    });
  });

  it.each([
    ['n,a=other,n=user,r=abc', 'An authorization identity is not supported.'],
    ['p=tls-server-end-point,,n=,r=abc', 'The channel binding flag does not fit the mechanism.'],
    ['x,,n=,r=abc', 'The channel binding flag is malformed.'],
    ['n,,m=ext,n=,r=abc', 'The message is malformed.'],
    ['n,,n=,r=', 'The message is malformed.'],
    ['n,,n=,r=a,b=c', 'The message is malformed.'],
    ['n,,n=,r=a\u00e9', 'The message is malformed.'],
    [`n,,n=,r=${'a'.repeat(5_000)}`, 'The message is too long.'],
    ['', 'The channel binding flag is malformed.'],
  ])('refuses %s', async (message, problem) => {
    expect(acceptClientFirst(await exchange(), message, 'nonce')).toEqual({ ok: false, problem });
  });

  it.each([
    ['another nonce', EXAMPLE.clientFinal.replace('k0,', 'k1,'), 'The nonce does not match.'],
    ['only its own nonce', EXAMPLE.clientFinal.replace(EXAMPLE.serverNonce, ''), 'The nonce does not match.'],
    ['another binding', EXAMPLE.clientFinal.replace('biws', 'eSws'), 'The channel binding does not match.'],
    ['a short proof', EXAMPLE.clientFinal.replace(/p=.*/, 'p=AAAA'), 'The proof is malformed.'],
    ['a proof in odd base64', EXAMPLE.clientFinal.replace(/=$/, ''), 'The proof is malformed.'],
    ['no proof', EXAMPLE.clientFinal.replace(/,p=.*/, ''), 'The message is malformed.'],
    ['an extension', EXAMPLE.clientFinal.replace(',p=', ',x=1,p='), 'The message is malformed.'],
  ])('refuses %s', async (_, message, problem) => {
    const first = acceptClientFirst(await exchange(), EXAMPLE.clientFirst, EXAMPLE.serverNonce);
    if (!first.ok) throw new Error(first.problem);
    expect(acceptClientFinal(first.state, message)).toEqual({ kind: 'malformed', problem });
  });

  it('never throws, whatever it is sent', async () => {
    const server = await exchange();
    const first = acceptClientFirst(server, EXAMPLE.clientFirst, EXAMPLE.serverNonce);
    if (!first.ok) throw new Error(first.problem);
    const { state } = first;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        acceptClientFirst(server, text, 'nonce');
        expect(acceptClientFinal(state, text).kind).toBe('malformed');
      }),
      { seed: 20260105, numRuns: 300 },
    );
  });
});

describe('both sides', () => {
  it('agree where the password is right', async () => {
    expect(await talk('pencil', await exchange(), { kind: 'unsupported' })).toEqual({ believed: true });
  });

  it('disagree where it is wrong', async () => {
    expect(await talk('pencil ', await exchange(), { kind: 'unsupported' })).toBe('wrong-password');
  });

  it('agree over a bound channel', async () => {
    const server = await exchange({ channelBinding: BINDING, mechanism: SCRAM_PLUS });
    expect(await talk('pencil', server, { kind: 'bound', data: BINDING })).toEqual({ believed: true });
  });

  it('disagree where the client sees another certificate', async () => {
    const server = await exchange({ channelBinding: BINDING, mechanism: SCRAM_PLUS });
    const other = Buffer.from('a hash of another certificate');
    expect(await talk('pencil', server, { kind: 'bound', data: other })).toBe(
      'The channel binding does not match.',
    );
  });

  it('notice where somebody has removed the offer to bind', async () => {
    const server = await exchange({ channelBinding: BINDING });
    const seen = await talk('pencil', server, { kind: 'not-offered' });
    expect(seen).toBe('The client did not see that channel binding is offered.');
  });

  it('need not bind where the client cannot', async () => {
    const server = await exchange({ channelBinding: BINDING });
    expect(await talk('pencil', server, { kind: 'unsupported' })).toEqual({ believed: true });
  });

  it('agree on every password', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), async (password) => {
        const text = await makeScramVerifier(password, { iterations: 4096 });
        const verifier = parseScramVerifier(text);
        if (verifier === null) throw new Error('the verifier cannot be read');
        const server = await exchange({ verifier });
        expect(await talk(password, server, { kind: 'unsupported' })).toEqual({ believed: true });
      }),
      { seed: 20260106, numRuns: 25 },
    );
  });
});

describe('the client', () => {
  const ours: ClientExchange = { nonce: 'rOprNGfwEbeRWgbNEkqO', channelBinding: { kind: 'unsupported' } };

  it.each([
    ['a nonce that does not begin with its own', 'r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['its own nonce alone', 'r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['too few iterations', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095'],
    ['too many iterations', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999'],
    ['odd base64', 'r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gR==,i=4096'],
    ['an error', 'e=other-error'],
    ['nothing', ''],
  ])('gives up at %s', async (_, message) => {
    expect(await acceptServerFirst(ours, message, 'pencil')).toBeNull();
  });

  it('does not believe a server that does not know the password', async () => {
    const first = `${EXAMPLE.serverFirst}`;
    const state = await acceptServerFirst(ours, first, 'pencil');
    if (state === null) throw new Error('the client gave up');
    expect(acceptServerFinal(state, `v=${Buffer.alloc(32).toString('base64')}`)).toBe(false);
    expect(acceptServerFinal(state, 'v=')).toBe(false);
    expect(acceptServerFinal(state, 'e=invalid-proof')).toBe(false);
  });
});

describe('verifiers', () => {
  it('are written as PostgreSQL writes them', async () => {
    expect(await makeScramVerifier('pencil', { salt: EXAMPLE.salt })).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('have a salt of their own', async () => {
    expect(await makeScramVerifier('pencil')).not.toBe(await makeScramVerifier('pencil'));
  });

  const key = Buffer.alloc(32).toString('base64');
  it.each([
    ['another mechanism', `SCRAM-SHA-1$4096:AAAA$${key}:${key}`],
    ['a hash of md5', 'md5d41d8cd98f00b204e9800998ecf8427e'],
    ['a password', 'open sesame'],
    ['no iterations', `SCRAM-SHA-256$0:AAAA$${key}:${key}`],
    ['too many iterations', `SCRAM-SHA-256$99999999:AAAA$${key}:${key}`],
    ['a short key', `SCRAM-SHA-256$4096:AAAA$AAAA:${key}`],
    ['odd base64', `SCRAM-SHA-256$4096:AA A$${key}:${key}`],
    ['more behind it', `SCRAM-SHA-256$4096:AAAA$${key}:${key} `],
  ])('are not %s', (_, text) => {
    expect(parseScramVerifier(text)).toBeNull();
  });

  it('of unknown users look like those of known ones, and stay the same', () => {
    const secret = Buffer.from('secret');
    const mock = mockVerifier('nobody', secret);
    expect(mock).toEqual(mockVerifier('nobody', secret));
    expect(mock.salt).toHaveLength(16);
    expect(mock.iterations).toBe(4096);
    expect(mock.salt).not.toEqual(mockVerifier('somebody', secret).salt);
    expect(mock.salt).not.toEqual(mockVerifier('nobody', Buffer.from('other')).salt);
    expect(mock.storedKey).not.toEqual(mock.serverKey);
  });
});

requires('openssl')('the channel binding of a certificate', () => {
  it('is its hash, by the hash function of its signature', () => {
    const directory = mkdtempSync(join(tmpdir(), 'dlp-scram-'));
    try {
      const { certFile } = createCertificates(directory);
      const certificate = new X509Certificate(readFileSync(certFile));
      expect(endPointBinding(certificate)).toEqual(createHash('sha256').update(certificate.raw).digest());
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it.each([
    ['sha1WithRSAEncryption', 'sha256'],
    ['md5WithRSAEncryption', 'sha256'],
    ['ecdsa-with-SHA384', 'sha384'],
    ['RSA-SHA512', 'sha512'],
  ])('under %s is made with %s', (signatureAlgorithm, hash) => {
    const certificate = { signatureAlgorithm, raw: Buffer.from('x') } as X509Certificate;
    expect(endPointBinding(certificate)).toEqual(createHash(hash).update('x').digest());
  });

  it.each(['ED25519', 'rsassaPss', undefined])('under %s does not exist', (signatureAlgorithm) => {
    expect(endPointBinding({ signatureAlgorithm, raw: Buffer.from('x') } as X509Certificate)).toBeNull();
  });
});
