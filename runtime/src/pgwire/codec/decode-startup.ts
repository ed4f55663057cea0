/**
 * The packets that come before any message has a type: a request for TLS or GSS encryption, a request to cancel, or the
 * StartupMessage. Decides nothing.
 */
import { ByteReader } from './byte-reader.ts';
import { RequestCode } from './messages.ts';
import { utf8Text } from './text.ts';

export type StartupPacket =
  | { readonly kind: 'ssl' }
  | { readonly kind: 'gss-encryption' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: Buffer }
  | {
      readonly kind: 'startup';
      readonly major: number;
      readonly minor: number;
      /** In the order in which they came, names as they came, repeats included. */
      readonly parameters: readonly (readonly [name: string, value: string])[];
    }
  | { readonly kind: 'malformed' };

/** Reads a packet's body: what follows its length. */
export function decodeStartupPacket(body: Buffer): StartupPacket {
  const reader = new ByteReader(body, 0, body.length);
  const code = reader.int32();
  if (reader.failed) return { kind: 'malformed' };
  switch (code) {
    case RequestCode.ssl:
      return reader.exact ? { kind: 'ssl' } : { kind: 'malformed' };
    case RequestCode.gssEncryption:
      return reader.exact ? { kind: 'gss-encryption' } : { kind: 'malformed' };
    case RequestCode.cancel: {
      const processId = reader.int32();
      const secret = Buffer.from(reader.rest());
      return reader.failed ? { kind: 'malformed' } : { kind: 'cancel', processId, secret };
    }
    default:
      return decodeStartupMessage(reader, code);
  }
}

function decodeStartupMessage(reader: ByteReader, version: number): StartupPacket {
  const major = version >>> 16;
  const minor = version & 0xffff;
  // Another major version may write its parameters in another way.
  if (major !== 3) return { kind: 'startup', major, minor, parameters: [] };

  const parameters: (readonly [string, string])[] = [];
  for (;;) {
    const name = utf8Text(reader.cstring());
    if (reader.failed || name === null) return { kind: 'malformed' };
    if (name === '') break;
    const value = utf8Text(reader.cstring());
    if (reader.failed || value === null) return { kind: 'malformed' };
    parameters.push([name, value]);
  }
  return reader.exact ? { kind: 'startup', major, minor, parameters } : { kind: 'malformed' };
}
