/** Settles one API: its URL, TLS on both sides, and the credential by which the proxy proves who it is. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { InferOutput } from 'valibot';
import type { Path } from '../json-file/problem.ts';
import type { ApiConfig, ApiUpstreamConfig } from './config.ts';
import type { ApiShape } from './config-file.ts';
import { staysOnThisMachine } from './loopback.ts';
import { type SecretReference, settleRotatingSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';

type ApiSection = InferOutput<typeof ApiShape>;
type UpstreamSection = ApiSection['upstream'];

const MAX_PEM_BYTES = 1024 * 1024;

/** How long a secret is used before its file is read again. */
const SECRET_MILLISECONDS = 5_000;

/** What could be settled; problems are left in `settling`. */
export async function settleApi(
  name: string,
  section: ApiSection,
  { hasTls, tlsRequired }: { readonly hasTls: boolean; readonly tlsRequired: boolean },
  settling: Settling,
): Promise<ApiConfig> {
  const path = ['apis', name];
  const { listen, upstream, maxJudgedBytes } = section;
  // What was said of `listen` holds here too: plain text beyond this machine must be asked for.
  if (!hasTls && (tlsRequired || !staysOnThisMachine(listen.host)))
    settling.wrong(
      [...path, 'listen', 'host'],
      `clients of \`${listen.host}\` need TLS, expected \`tls.cert\` and \`tls.key\``,
      'Without TLS an API listens on loopback alone.',
    );
  return {
    name,
    listen,
    maxJudgedBytes,
    upstream: {
      url: settleUrl(upstream.url, [...path, 'upstream'], settling),
      http2: upstream.http2,
      credential: await settleCredential(upstream.credential, [...path, 'upstream', 'credential'], settling),
      tls: await settleTls(upstream, [...path, 'upstream', 'tls'], settling),
    },
  };
}

function settleUrl(text: string, path: Path, settling: Settling): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // Someone may have pasted a token along.
    settling.wrong([...path, 'url'], 'found what is no URL, expected one with https or http');
    return 'https://invalid.invalid';
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    settling.wrong(
      [...path, 'url'],
      'has more than scheme, host, port and path',
      'What proves who the proxy is belongs into `credential`.',
    );
  if (url.protocol === 'http:' && !staysOnThisMachine(url.hostname.replace(/^\[|\]$/g, '')))
    settling.warn([...path, 'url'], 'bodies and credentials travel to the API unencrypted');
  return url.href;
}

async function settleCredential(
  section: UpstreamSection['credential'],
  path: Path,
  settling: Settling,
): Promise<ApiUpstreamConfig['credential']> {
  if (section === undefined) return null;
  if ('bearer' in section)
    return field(
      section.bearer,
      [...path, 'bearer'],
      settling,
      'authorization',
      (token) => `Bearer ${token}`,
    );
  if ('basic' in section) {
    const { user, password } = section.basic;
    if (user.includes(':')) settling.wrong([...path, 'basic', 'user'], 'has a colon, which ends a user name');
    return field(password, [...path, 'basic', 'password'], settling, 'authorization', (secret) => {
      return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
    });
  }
  const { name, value } = section.header;
  if (
    !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) ||
    /^(?:host|connection|content-.*|transfer-encoding)$/i.test(name)
  )
    settling.wrong([...path, 'header', 'name'], 'is no name of a header field that could hold a key');
  return field(value, [...path, 'header', 'value'], settling, name.toLowerCase(), (secret) => secret);
}

/** Reads the secret at most every few seconds; a change holds from then on. */
async function field(
  reference: SecretReference,
  path: Path,
  settling: Settling,
  name: string,
  write: (secret: string) => string,
): Promise<ApiUpstreamConfig['credential']> {
  const read = await settleRotatingSecret(reference, path, settling);
  if (read === null) return null;
  let last: { readonly at: number; readonly value: Promise<readonly [string, string]> } | null = null;
  return () => {
    const now = settling.host.now();
    if (last === null || now - last.at >= SECRET_MILLISECONDS || now < last.at)
      last = { at: now, value: read().then((secret) => [name, write(secret)] as const) };
    return last.value;
  };
}

async function settleTls(
  { url, tls }: UpstreamSection,
  path: Path,
  settling: Settling,
): Promise<ApiUpstreamConfig['tls']> {
  const none = { ca: null, servername: null, client: null };
  if (tls === undefined) return none;
  if (url.startsWith('http:')) {
    settling.wrong(path, 'has no use with a URL of http', 'Write https in `url`.');
    return none;
  }
  const ca = tls.ca === undefined ? null : await settling.textOf([...path, 'ca'], tls.ca, MAX_PEM_BYTES);
  if (ca !== null && !isCertificate(ca))
    settling.wrong([...path, 'ca'], 'the file holds no certificate in PEM form');
  return { ca, servername: tls.servername ?? null, client: await settleClient(tls, path, settling) };
}

async function settleClient(
  { cert, key }: NonNullable<UpstreamSection['tls']>,
  path: Path,
  settling: Settling,
): Promise<ApiUpstreamConfig['tls']['client']> {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined)
    return settling.wrong(
      [...path, cert === undefined ? 'cert' : 'key'],
      'is missing, `cert` and `key` belong together',
    );
  const certText = await settling.textOf([...path, 'cert'], cert, MAX_PEM_BYTES);
  const keyText = await settling.textOf([...path, 'key'], key, MAX_PEM_BYTES, 'secret');
  if (certText === null || keyText === null) return null;
  try {
    createSecureContext({ cert: certText, key: keyText });
  } catch {
    // OpenSSL's own sentences are for those who know its source.
    return settling.wrong(
      [...path, 'key'],
      'the files hold no certificate and private key that fit each other',
    );
  }
  return { cert: certText, key: keyText };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}
