/** Settles where records are kept: the key that signs them read, and known to be one. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { InferOutput } from 'valibot';
import type { RecordsConfig } from './config.ts';
import type { RecordsShape } from './config-file.ts';
import { settlePublicKeys } from './settle-public-keys.ts';
import { settleSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';

const MAX_PEM_BYTES = 64 * 1024;
const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Null where there are none; problems are left in `settling`. */
export async function settleRecords(
  section: InferOutput<typeof RecordsShape> | undefined,
  settling: Settling,
): Promise<RecordsConfig | null> {
  if (section === undefined) return null;
  const { survives, rotate, retain, compress } = section;
  const pem = await settling.textOf(['records', 'key'], section.key, MAX_PEM_BYTES, 'secret');
  const passphrase =
    section.passphrase === undefined
      ? undefined
      : await settleSecret(section.passphrase, ['records', 'passphrase'], settling);
  if (pem === null || passphrase === null) return null;
  const key = readKey(pem, passphrase);
  if (key === null)
    return settling.wrong(
      ['records', 'key'],
      'the file holds no Ed25519 private key in PEM form, or one with another passphrase',
      'Make a pair with `dlpc keygen`.',
    );
  const olderKeys = await settlePublicKeys(section.olderKeys, ['records', 'olderKeys'], settling);
  return {
    directory: settling.absolute(section.directory),
    ...{ key, olderKeys },
    survives,
    rotateBytes: (rotate.megabytes ?? 64) * MEGABYTE,
    rotateMilliseconds: (rotate.minutes ?? 60) * MINUTE,
    retainMilliseconds: retain.days === undefined ? null : retain.days * DAY,
    retainBytes: retain.megabytes === undefined ? null : retain.megabytes * MEGABYTE,
    compress,
  };
}

function readKey(pem: string, passphrase: string | undefined): KeyObject | null {
  try {
    const key = createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // OpenSSL's own sentences are for those who know its source, and may name the passphrase's length.
    return null;
  }
}
