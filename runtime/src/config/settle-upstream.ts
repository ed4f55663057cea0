/** Settles how a source's server is reached: secrets readable, and TLS unless the bytes stay here or the file says no. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { InferOutput } from 'valibot';
import type { Path } from '../json-file/problem.ts';
import type { UpstreamConfig, UpstreamTlsConfig } from './config.ts';
import type { SourceShape } from './config-file.ts';
import { staysOnThisMachine } from './loopback.ts';
import { settleRotatingSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';

const MAX_PEM_BYTES = 1024 * 1024;

type UpstreamSection = InferOutput<typeof SourceShape>['upstream'];

/** What could be settled; problems are left in `settling`. */
export async function settleUpstream(
  section: UpstreamSection,
  path: Path,
  settling: Settling,
): Promise<UpstreamConfig> {
  const password =
    section.password === undefined
      ? null
      : await settleRotatingSecret(section.password, [...path, 'password'], settling);
  return {
    host: section.host,
    port: section.port,
    database: section.database,
    user: section.user,
    password,
    allowAuthentication: section.allowAuthentication,
    keepsPrepared: section.keepsPrepared,
    tls: await settleTls(section, [...path, 'tls'], settling),
  };
}

async function settleTls(
  section: UpstreamSection,
  path: Path,
  settling: Settling,
): Promise<UpstreamTlsConfig> {
  const local = staysOnThisMachine(section.host);
  const mode = section.tls?.mode ?? (local ? 'disable' : 'verify-full');
  const { ca: caFile, servername } = section.tls ?? {};
  if (mode === 'disable') {
    for (const key of ['ca', 'servername'] as const) {
      if (section.tls?.[key] === undefined) continue;
      settling.wrong([...path, key], 'has no use while TLS is disabled', 'Set `mode` to "verify-full".');
    }
    if (!local) settling.warn(path, 'rows and passwords travel to the server unencrypted');
    return { mode, ca: null, servername: null };
  }
  if (section.host.startsWith('/')) {
    settling.wrong([...path, 'mode'], 'a Unix socket has no TLS, expected "disable"');
  }
  if (servername !== undefined && isIP(servername) !== 0) {
    settling.wrong([...path, 'servername'], 'found an address, expected a host name');
  }
  const ca = caFile === undefined ? null : await settling.textOf([...path, 'ca'], caFile, MAX_PEM_BYTES);
  if (ca !== null && !isCertificate(ca)) {
    settling.wrong([...path, 'ca'], 'the file holds no certificate in PEM form');
  }
  return { mode, ca, servername: servername ?? null };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null;
  } catch {
    return false;
  }
}
