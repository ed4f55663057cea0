/** Media types (RFC 9110, section 8.3.1), and which descriptions of a document mean one. */
import type { BodyEntry } from '../abi.ts';
import { BoundedCache } from '../judge/bounded-cache.ts';
import { remembered } from '../judge/remembered.ts';

export interface MediaType {
  /** In lower case, without parameters. */
  readonly name: string;
  /** By names in lower case; values as they are meant. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})[ \\t]*(?:;|$)`);
/** A parameter, or none between two semicolons. Escapes within quotes are read by some alone. */
const PARAMETER = new RegExp(`[ \\t]*(?:(${TOKEN})=(${TOKEN}|"[^"\\\\]*")[ \\t]*)?(?:;|$)`, 'y');

/** Most bodies are of a few; one with a boundary of its own is soon forgotten. */
const read = new BoundedCache<{ readonly type: MediaType | null }>({ maxEntries: 512, maxKeyLength: 128 });

/** Null for what is no media type, or says something twice. */
export function readMediaType(text: string): MediaType | null {
  const known = read.get(text);
  if (known !== undefined) return known.type;
  const type = parseMediaType(text);
  read.set(text, { type });
  return type;
}

function parseMediaType(text: string): MediaType | null {
  const name = MEDIA_TYPE.exec(text.trim());
  if (name === null) return null;
  const rest = text.trim();
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = name[0].length;
  while (PARAMETER.lastIndex < rest.length) {
    const parameter = PARAMETER.exec(rest);
    if (parameter === null) return null;
    const [, key = '', value = ''] = parameter;
    if (key === '') continue;
    if (parameters.has(key.toLowerCase())) return null;
    parameters.set(key.toLowerCase(), value.replace(/^"(.*)"$/, '$1'));
  }
  return { name: (name[1] ?? '').toLowerCase(), parameters };
}

/** The description of a body; the exact one before a range, null where there is none. */
export function describedBody(bodies: readonly BodyEntry[], name: string): BodyEntry | null {
  const named = byName(bodies);
  return named.get(name) ?? named.get(`${name.split('/')[0]}/*`) ?? named.get('*/*') ?? null;
}

/** The first of each name. */
const byName = remembered((bodies: readonly BodyEntry[]): ReadonlyMap<string, BodyEntry> => {
  const named = new Map<string, BodyEntry>();
  for (const body of bodies) {
    const name = body.mediaType.split(';')[0]?.trim() ?? '';
    if (!named.has(name)) named.set(name, body);
  }
  return named;
});

export type BodyForm = 'json' | 'json-lines' | 'events' | 'form' | 'csv' | 'multipart' | 'other';

const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/** How a body is to be read. Whatever is not known, or is not in UTF-8, is `other`. */
export function formOf({ name, parameters }: MediaType): BodyForm {
  const charset = parameters.get('charset')?.toLowerCase();
  if (charset !== undefined && !CHARSETS.has(charset)) return 'other';
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
    case 'multipart/form-data':
      return 'multipart';
    case 'text/csv':
      // Without a row of names nobody knows what its columns hold (RFC 4180, section 3).
      return parameters.get('header')?.toLowerCase() === 'absent' ? 'other' : 'csv';
    default:
      return 'other';
  }
}
