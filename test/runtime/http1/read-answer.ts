/** Runs the reader of answers over bytes as if a server had sent them and closed. */
import { ResponseReader } from '../../../runtime/src/http1/response-reader.ts';

/** A name may be `__proto__`, so they are no object. */
export type Fields = readonly (readonly [name: string, value: unknown])[];

export interface Answered {
  /** 0 where no head came. */
  readonly status: number;
  readonly fields: Fields;
  /** As Latin 1. */
  readonly body: string;
  readonly trailers: Fields;
  readonly isWhole: boolean;
}

/** `cuts`: where the pieces end; taken modulo the length. */
export function readAnswer(method: string, bytes: Buffer, cuts: readonly number[]): Answered {
  return readWith(method, bytes, cuts).answered;
}

/** The same, with what becomes of the connection. */
export function readWith(
  method: string,
  bytes: Buffer,
  cuts: readonly number[],
): { readonly answered: Answered; readonly keepsAlive: boolean; readonly faults: readonly string[] } {
  let answered: Answered = { status: 0, fields: [], body: '', trailers: [], isWhole: false };
  let isOver = false;
  let keepsAlive = false;
  const faults: string[] = [];
  const reader = new ResponseReader({
    head: (status, fields) => {
      answered = { ...answered, status, fields: Object.entries(fields) };
    },
    data: (piece) => {
      if (piece.length === 0) throw new Error('an empty piece');
      answered = { ...answered, body: answered.body + piece.toString('latin1') };
    },
    end: (trailers, keeps) => {
      if (isOver) throw new Error('it ends twice');
      isOver = true;
      keepsAlive = keeps;
      answered = { ...answered, trailers: Object.entries(trailers), isWhole: true };
    },
    fault: (reason) => {
      faults.push(reason);
      keepsAlive = false;
    },
  });
  reader.expect(method);
  const ends = [...new Set(cuts.map((cut) => cut % Math.max(bytes.length, 1))), bytes.length].sort(
    (a, b) => a - b,
  );
  let from = 0;
  for (const end of ends) {
    // As a connection does: what is lent is overwritten behind the call.
    const lent = Buffer.from(bytes.subarray(from, end));
    if (lent.length > 0 && faults.length === 0 && !isOver) reader.push(lent);
    lent.fill(0);
    from = end;
  }
  if (!isOver && faults.length === 0) reader.close();
  return { answered, keepsAlive, faults };
}
