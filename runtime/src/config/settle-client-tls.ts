/** Settles TLS towards clients: certificate and key read and fitting, and never plain text beyond this machine unasked. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { InferOutput } from 'valibot';
import type { Path } from '../json-file/problem.ts';
import type { ClientTlsConfig } from './config.ts';
import type { ClientTlsShape } from './listen-file.ts';
import { staysOnThisMachine } from './loopback.ts';
import type { Settling } from './settling.ts';

const MAX_PEM_BYTES = 1024 * 1024;

/** Null for both where a problem was found. */
export interface SettledClientTls {
  readonly tls: ClientTlsConfig | null;
  readonly required: boolean;
}

export async function settleClientTls(
  section: InferOutput<typeof ClientTlsShape> | undefined,
  host: string,
  settling: Settling,
  /** Where the section stands. */
  at: Path = ['tls'],
): Promise<SettledClientTls> {
  const required = section?.required ?? !staysOnThisMachine(host);
  const { cert, key } = section ?? {};
  if (cert === undefined && key === undefined) {
    if (required) {
      settling.wrong(
        at,
        `clients of \`${host}\` need TLS, expected \`cert\` and \`key\``,
        `To let clients connect unencrypted all the same, set \`${at.join('.')}.required\` to false.`,
      );
    }
    return { tls: null, required };
  }
  if (cert === undefined || key === undefined) {
    const missing = cert === undefined ? 'cert' : 'key';
    settling.wrong([...at, missing], 'is missing, `cert` and `key` belong together');
    return { tls: null, required };
  }
  const certText = await settling.textOf([...at, 'cert'], cert, MAX_PEM_BYTES);
  const keyText = await settling.textOf([...at, 'key'], key, MAX_PEM_BYTES, 'secret');
  if (certText === null || keyText === null || !fit(certText, keyText, settling, at)) {
    return { tls: null, required };
  }
  return { tls: { cert: certText, key: keyText }, required };
}

/** Whether both can be read, and belong together. */
function fit(cert: string, key: string, settling: Settling, at: Path): boolean {
  try {
    const validTo = new X509Certificate(cert).validToDate;
    if (validTo.getTime() < settling.host.now()) {
      settling.warn([...at, 'cert'], `the certificate expired at ${validTo.toISOString()}`);
    }
  } catch {
    // OpenSSL's own sentences are for those who know its source.
    settling.wrong([...at, 'cert'], 'the file holds no certificate in PEM form');
    return false;
  }
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    settling.wrong([...at, 'key'], 'the file holds no private key in PEM form that fits `cert`');
    return false;
  }
}
