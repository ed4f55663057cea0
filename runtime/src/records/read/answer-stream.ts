/**
 * What crossed to a client, decoded again: protocol 3.0 from the server, cut anywhere. Only for looking at: what cannot be decoded is left
 * out.
 */
import { decodeCommandTag } from '../../pgwire/codec/decode-backend.ts';
import { decodeErrorFields, Field } from '../../pgwire/codec/error-fields.ts';
import { type Disposition, Framer, type FrameSink, type Reading } from '../../pgwire/codec/framer.ts';
import { Backend, HEADER_BYTES } from '../../pgwire/codec/messages.ts';

export interface AnswerField {
  readonly name: string;
  /** Number of the type; 0 where it is not known. */
  readonly type: number;
  /** 0 for text, 1 for binary. */
  readonly format: number;
}

export type AnswerEnding =
  | { readonly kind: 'complete'; readonly tag: string }
  | {
      readonly kind: 'error';
      readonly sqlstate: string;
      readonly message: string;
      readonly detail: string;
      readonly hint: string;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'suspended' };

export interface AnswerListener {
  fields(fields: readonly AnswerField[]): void;
  row(cells: readonly (Buffer | null)[]): void;
  copied(bytes: Buffer): void;
  notice(message: string): void;
  end(ending: AnswerEnding): void;
}

export class AnswerStream implements FrameSink {
  readonly #listener: AnswerListener;
  readonly #framer: Framer;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
    this.#framer = new Framer(this);
  }

  push(bytes: Buffer): void {
    this.#framer.push(bytes);
  }

  begin(): Reading {
    return 'whole';
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    const body = bytes.subarray(start + HEADER_BYTES, end);
    switch (type) {
      case Backend.RowDescription:
        this.#listener.fields(readFields(body));
        break;
      case Backend.DataRow:
        this.#listener.row(readCells(body));
        break;
      case Backend.CopyData:
        this.#listener.copied(Buffer.from(body));
        break;
      case Backend.CommandComplete:
        this.#listener.end({ kind: 'complete', tag: decodeCommandTag(bytes, start, end) ?? '' });
        break;
      case Backend.EmptyQueryResponse:
        this.#listener.end({ kind: 'empty' });
        break;
      case Backend.PortalSuspended:
        this.#listener.end({ kind: 'suspended' });
        break;
      case Backend.ErrorResponse:
      case Backend.NoticeResponse: {
        const fields = decodeErrorFields(bytes, start, end);
        const text = (field: string) => fields?.get(field) ?? '';
        if (type === Backend.NoticeResponse) this.#listener.notice(text(Field.message));
        else
          this.#listener.end({
            kind: 'error',
            sqlstate: text(Field.sqlstate),
            message: text(Field.message),
            detail: text(Field.detail),
            hint: text(Field.hint),
          });
      }
    }
    return 'drop';
  }

  pass(): void {
    // Every message is read whole.
  }

  broken(): void {
    // A verified journal holds what a server sent; what else there may be is not shown.
  }
}

function readFields(body: Buffer): readonly AnswerField[] {
  const fields: AnswerField[] = [];
  let at = 2;
  while (at < body.length) {
    const nul = body.indexOf(0, at);
    if (nul === -1 || nul + 19 > body.length) break;
    const name = body.toString('utf8', at, nul);
    fields.push({ name, type: body.readUInt32BE(nul + 7), format: body.readInt16BE(nul + 17) });
    at = nul + 19;
  }
  return fields;
}

function readCells(body: Buffer): readonly (Buffer | null)[] {
  const cells: (Buffer | null)[] = [];
  let at = 2;
  while (at + 4 <= body.length) {
    const length = body.readInt32BE(at);
    at += 4;
    cells.push(length === -1 ? null : Buffer.from(body.subarray(at, at + Math.max(length, 0))));
    at += Math.max(length, 0);
  }
  return cells;
}
