/** Media types (RFC 9110, section 8.3.1), and which descriptions of a document mean one. */
import type { BodyEntry } from '../abi.ts';

export interface MediaType {
  /** In lower case, without parameters. */
  readonly name: string;
  /** `charset` in lower case; null where it is not said. */
  readonly charset: string | null;
}

/** Null for what is no media type, or says something twice. */
export function readMediaType(text: string): MediaType | null {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(name)) return null;
  const charsets = parameters.flatMap((parameter) => {
    const match = /^charset\s*=\s*"?([^"]*)"?$/i.exec(parameter);
    return match === null ? [] : [(match[1] ?? '').toLowerCase()];
  });
  if (charsets.length > 1) return null;
  return { name: name.toLowerCase(), charset: charsets[0] ?? null };
}

/** The description of a body; the exact one before a range, null where there is none. */
export function describedBody(bodies: readonly BodyEntry[], name: string): BodyEntry | null {
  const range = `${name.split('/')[0]}/*`;
  return (
    bodies.find(({ mediaType }) => mediaType.split(';')[0]?.trim() === name) ??
    bodies.find(({ mediaType }) => mediaType === range) ??
    bodies.find(({ mediaType }) => mediaType === '*/*') ??
    null
  );
}

export type BodyForm = 'json' | 'json-lines' | 'events' | 'form' | 'csv' | 'other';

/** How a body is to be read. Whatever is not known, or is not in UTF-8, is `other`. */
export function formOf({ name, charset }: MediaType): BodyForm {
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') return 'other';
  if (name === 'application/json' || /^[^/]+\/[^/]+\+json$/.test(name)) return 'json';
  switch (name) {
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/json-lines':
    case 'application/x-jsonlines':
      return 'json-lines';
    case 'text/event-stream':
      return 'events';
    case 'application/x-www-form-urlencoded':
      return 'form';
    case 'text/csv':
      return 'csv';
    default:
      return 'other';
  }
}
