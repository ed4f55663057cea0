/** Answers in any legal form: documents with holes for the values of a world, and all the ways in which one can be written and sent. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { Secrets } from './attack.ts';

/** A document with holes for protected values: what each hole holds differs between the worlds, in value and in length. */
export type Template =
  | { readonly json: unknown }
  | { readonly secret: keyof Secrets }
  /** A text with values within it. */
  | { readonly parts: readonly (string | { readonly secret: keyof Secrets })[] }
  | readonly [string, Template][]
  | { readonly list: readonly Template[] };

const CODINGS = {
  identity: (bytes: Buffer) => bytes,
  ...{ gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync },
} satisfies Readonly<Record<string, (bytes: Buffer) => Buffer>>;

export interface Style {
  readonly spaces: number;
  readonly escapes: boolean;
  readonly coding: keyof typeof CODINGS;
  readonly chunk: number;
  readonly bom: boolean;
}

export const styles = fc.record({
  spaces: fc.nat({ max: 3 }),
  escapes: fc.boolean(),
  coding: fc.constantFrom<keyof typeof CODINGS>('identity', 'gzip', 'br', 'deflate', 'zstd'),
  chunk: fc.integer({ min: 1, max: 2000 }),
  bom: fc.boolean(),
});

/** The JSON text of a document, as one of the worlds has it. */
export function write(template: Template, secrets: Secrets, style: Style): string {
  const space = [' ', '\n  ', '', '\t'][style.spaces] ?? '';
  if ('secret' in template) return JSON.stringify(secrets[template.secret]);
  if ('parts' in template) {
    const text = template.parts.map((part) => (typeof part === 'string' ? part : secrets[part.secret]));
    return style.escapes ? escaped(text.join('')) : JSON.stringify(text.join(''));
  }
  if ('json' in template) return JSON.stringify(template.json);
  if ('list' in template)
    return `[${template.list.map((each) => space + write(each, secrets, style) + space).join(',')}]`;
  const name = style.escapes ? escaped : JSON.stringify;
  return `{${template.map(([key, inner]) => `${space}${name(key)}${space}:${space}${write(inner, secrets, style)}${space}`).join(',')}}`;
}

/** All of an answer, as the API sends it. */
export function answerOf(text: string, type: string, { coding, chunk, bom }: Style): Buffer {
  const plainBytes = Buffer.from(bom && !type.includes('event') ? `\ufeff${text}` : text);
  const bytes = CODINGS[coding](plainBytes);
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${coding === 'identity' ? '' : `Content-Encoding: ${coding}\r\n`}ETag: "${text.length}"\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
  const pieces: Buffer[] = [Buffer.from(head)];
  for (let at = 0; at < bytes.length; at += chunk) {
    const piece = bytes.subarray(at, at + chunk);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}

/** The members of a document as those who write no JSON would have them. */
export function pairsOf(json: string): [string, string][] {
  const document: unknown = JSON.parse(json);
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(document ?? {}).map(([name, value]) => [name, value === null ? '' : text(value)]);
}

/** A document as a row, twice. */
export function tableOf(json: string, lineEnd: string): string {
  const pairs = pairsOf(json);
  const line = (cells: readonly string[]) =>
    cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') +
    lineEnd;
  const row = line(pairs.map(([, value]) => value));
  return line(pairs.map(([name]) => name)) + row + row;
}

/** A text of JSON with every unit of it as an escape. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

/** Without what changes from moment to moment, and which of node and the proxy says that the connection ends. */
export function stripped(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/\r\ndate: [^\r]*/gi, '')
    .replace(/\r\nconnection: close\r\n/i, '\r\nconnection: close\r\n');
}
