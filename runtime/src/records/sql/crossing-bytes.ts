/**
 * What crosses to the client, as it goes on record: the very buffers that were forwarded, but for what could be a labelled value. Where such values are
 * revealed to the caller, only cells of columns without a label stay, and every other cell becomes a digest; where the client named values itself, cells
 * that show one of them again do; and of complaints about a text that nobody could read, the words that quote it are left out.
 */
import { type Disposition, Framer, type FrameSink, type Reading } from '../../pgwire/codec/framer.ts';
import { Backend, HEADER_BYTES } from '../../pgwire/codec/messages.ts';
import type { ColumnClass } from './column-classes.ts';
import type { Digests } from './digests.ts';

/** What the rows of a statement may hold; null where all of it may be stored. */
export type RowSecrecy = null | {
  /** Of its columns, as far as they are known. */
  readonly classes: () => readonly ColumnClass[];
  /** Whether any cell but those of columns without a label may be a labelled value. */
  readonly reveals: boolean;
  /** What the client named, and the statement may show again. */
  readonly echoes: readonly Buffer[];
};

/** Nothing is known of the row. */
export const UNKNOWN: RowSecrecy & object = { classes: () => [], reveals: true, echoes: [] };

export class CrossingBytes implements FrameSink {
  readonly #digests: Digests;
  readonly #framer: Framer;
  /** In the order of the rows: whose they are. */
  readonly #owners: { readonly secrecy: RowSecrecy; rows: number }[] = [];
  /** Of the next errors: whether they may quote what the client sent. */
  readonly #errors: boolean[] = [];
  #secrecy: RowSecrecy = null;
  #out: Buffer[] = [];

  constructor(digests: Digests) {
    this.#digests = digests;
    this.#framer = new Framer(this);
  }

  /** Said of each row, or piece of COPY data, before its bytes come. */
  expectRow(secrecy: RowSecrecy): void {
    const last = this.#owners.at(-1);
    if (last !== undefined && last.secrecy === secrecy) last.rows += 1;
    else this.#owners.push({ secrecy, rows: 1 });
  }

  /** Said of each error. `quotes`: whether its message may quote a text that could not be read. */
  expectError(quotes: boolean): void {
    this.#errors.push(quotes);
  }

  /** What goes on record of the next bytes of the stream. A message that is withheld comes when it is whole. */
  take(bytes: readonly Buffer[]): readonly Buffer[] {
    this.#out = [];
    for (const chunk of bytes) this.#framer.push(chunk);
    return this.#out;
  }

  begin(type: number): Reading {
    if (type === Backend.ErrorResponse) return this.#errors.shift() === false ? 'stream' : 'whole';
    if (type !== Backend.DataRow && type !== Backend.CopyData) return 'stream';
    const [owner] = this.#owners;
    // A row that nobody announced is one too many: nothing of it is stored.
    this.#secrecy = owner === undefined ? UNKNOWN : owner.secrecy;
    if (owner !== undefined) {
      owner.rows -= 1;
      if (owner.rows === 0) this.#owners.shift();
    }
    return this.#secrecy === null ? 'stream' : 'whole';
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    const body = bytes.subarray(start + HEADER_BYTES, end);
    if (type === Backend.ErrorResponse) return message(type, withoutQuotes(body));
    const { classes, reveals, echoes } = this.#secrecy ?? UNKNOWN;
    if (!reveals && !echoes.some((echo) => body.includes(echo))) return 'pass';
    return type === Backend.DataRow
      ? this.#withheldRow(body, classes(), (cell) => reveals || echoes.some((echo) => cell.includes(echo)))
      : message(type, Buffer.from(`${this.#digests.of(body)} (${body.length} bytes)\n`));
  }

  pass(bytes: Buffer): void {
    this.#out.push(bytes);
  }

  broken(): void {
    // The session's own framer has read the same bytes, and has ended it.
  }

  #withheldRow(body: Buffer, classes: readonly ColumnClass[], withholds: (cell: Buffer) => boolean): Buffer {
    const parts: Buffer[] = [body.subarray(0, 2)];
    let at = 2;
    for (let column = 0; at + 4 <= body.length; column += 1) {
      const length = body.readInt32BE(at);
      const next = at + 4 + Math.max(length, 0);
      const value = body.subarray(at + 4, next);
      if (length === -1 || classes[column] === 'p' || !withholds(value)) parts.push(body.subarray(at, next));
      else parts.push(cell(this.#digests.of(value)));
      at = next;
    }
    return message(Backend.DataRow, Buffer.concat(parts));
  }
}

function cell(text: string): Buffer {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeInt32BE(text.length, 0);
  bytes.write(text, 4, 'latin1');
  return bytes;
}

/** An ErrorResponse's fields are texts between zero bytes: what follows `at or near` is left out of them. */
function withoutQuotes(body: Buffer): Buffer {
  return Buffer.from(withoutQuotation(body.toString('latin1')), 'latin1');
}

/** A complaint without the words that it quotes from what it complains about. */
export function withoutQuotation(complaint: string): string {
  return complaint.replaceAll(/ at or near "[^\0]*/g, ' at or near ...');
}

function message(type: number, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  bytes.writeUInt8(type, 0);
  bytes.writeInt32BE(4 + body.length, 1);
  body.copy(bytes, HEADER_BYTES);
  return bytes;
}
