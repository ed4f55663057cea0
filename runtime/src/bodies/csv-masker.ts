/**
 * Masks CSV (RFC 4180) while it streams: the first row names the properties that its columns hold, and columns that no schema names
 * are left out. What RFC 4180 does not say two readers could read in two ways, and is refused: quotes inside of bare cells, rows with more or
 * fewer cells than there are names, a bare CR. Memory is bounded by the first row and by the longest value that a mask needs whole.
 */
import type { ShapeIndex } from '../abi.ts';
import { ByteSink } from './byte-sink.ts';
import type { ValuePlan, ValuePlans } from './json/value-plan.ts';
import type { BodyMasker } from './masking.ts';
import { maskText, passesAnyText } from './text-value.ts';
import { Utf8Guard } from './utf8-guard.ts';

/** Bytes of the row of names. */
const LONGEST_HEADER = 64 * 1024;
/** Bytes of a cell that a mask needs whole; a longer one becomes empty. */
const LONGEST_MASKED = 1024 * 1024;

const COMMA = 0x2c;
const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

// Where in the text it stands.
const ROW = 0;
const CELL = 1;
const BARE = 2;
const QUOTED = 3;
/** Behind a quote that ends the cell, or is the first half of one inside of it. */
const AFTER_QUOTE = 4;
/** Behind a CR: a line feed must follow. */
const LINE_END = 5;

// What becomes of the cell that is read.
const PASSED = 0;
const DROPPED = 1;
const CAPTURED = 2;

interface Column {
  readonly plan: ValuePlan;
  /** The name that a schema has for it; empty where none does. */
  readonly name: string;
  readonly mode: typeof PASSED | typeof DROPPED | typeof CAPTURED;
  readonly isLeftOut: boolean;
  /** What stands in each of its cells; null where that depends on the value, or passes. */
  readonly constant: Buffer | null;
}

export class CsvMasker implements BodyMasker {
  fault: string | null = null;
  touched: string | null = null;
  readonly #plans: ValuePlans;
  readonly #row: ValuePlan;
  readonly #sink = new ByteSink();
  readonly #guard = new Utf8Guard();
  /** Null until the row of names has been read. */
  #columns: readonly Column[] | null = null;
  /** Cells of the row of names, as they came. */
  #header: Buffer[] = [];
  #headerBytes = 0;
  #state = ROW;
  /** Of this row: cells that have begun, and whether one of them was written. */
  #count = 0;
  #hasWritten = false;
  #mode: Column['mode'] = CAPTURED;
  /** Where in this chunk the bytes of the cell begin that are still to be passed or captured. */
  #from = 0;
  #captured: Buffer[] = [];
  #capturedBytes = 0;
  /** As the row of names has it. */
  #lineEnd: Buffer = Buffer.from('\r\n');
  #isCrLf = false;

  constructor(plans: ValuePlans, shape: ShapeIndex) {
    this.#plans = plans;
    this.#row = plans.of(plans.itemOf(shape));
  }

  push(chunk: Buffer): readonly Buffer[] {
    if (this.fault !== null) return [];
    const text = this.#guard.next(chunk);
    if (text === null) this.fault = 'it is no UTF-8';
    else if (text.length > 0) this.#run(text);
    return this.#sink.take();
  }

  end(): readonly Buffer[] {
    if (this.fault !== null) return [];
    this.#from = 0;
    if (this.#state === QUOTED || this.#state === LINE_END || !this.#guard.isComplete)
      this.fault = 'it ends too early';
    else if (this.#state !== ROW) this.#endRow(Buffer.alloc(0), 0);
    return this.fault === null ? this.#sink.take() : [];
  }

  #run(chunk: Buffer): void {
    const end = chunk.length;
    this.#from = 0;
    let at = 0;
    while (at < end && this.fault === null) {
      const byte = chunk[at] ?? 0;
      switch (this.#state) {
        case ROW:
          at = this.#isEmptyLine(byte) ? at + 1 : this.#beginRow(at);
          break;
        case CELL:
          at = this.#beginCell(byte, at);
          break;
        case QUOTED: {
          const quote = chunk.indexOf(QUOTE, at);
          if (quote !== -1) this.#state = AFTER_QUOTE;
          at = quote === -1 ? end : quote + 1;
          break;
        }
        case LINE_END:
          if (byte !== LF) this.fault = 'it has a line that ends in CR alone';
          else if (this.#count === 0) this.#state = ROW;
          else this.#endRow(chunk, at);
          at += 1;
          break;
        default:
          at = this.#readCell(chunk, byte, at);
      }
    }
    if (this.fault === null) this.#endChunk(chunk);
  }

  /** A line without a byte says nothing, unless a row has one cell, which is then empty. */
  #isEmptyLine(byte: number): boolean {
    if (this.#columns?.length === 1) return false;
    if (byte === CR) this.#state = LINE_END;
    return byte === CR || byte === LF;
  }

  #beginRow(at: number): number {
    this.#count = 0;
    this.#hasWritten = false;
    this.#state = CELL;
    return at;
  }

  #beginCell(byte: number, at: number): number {
    this.#from = at;
    this.#captured = [];
    this.#capturedBytes = 0;
    const column = this.#columns?.[this.#count];
    this.#count += 1;
    if (this.#columns === null) {
      this.#mode = CAPTURED;
    } else if (column === undefined) {
      this.fault = 'it has a row with more cells than there are names';
    } else {
      this.#mode = column.mode;
      if (!column.isLeftOut) this.#separate();
      if (column.constant !== null) this.#sink.all(column.constant);
    }
    this.#state = byte === QUOTE ? QUOTED : BARE;
    return byte === QUOTE ? at + 1 : at;
  }

  #separate(): void {
    if (this.#hasWritten) this.#sink.byte(COMMA);
    this.#hasWritten = true;
  }

  /** In a bare cell, or behind a quote of another. */
  #readCell(chunk: Buffer, byte: number, at: number): number {
    switch (byte) {
      case COMMA:
        this.#endCell(chunk, at);
        this.#state = CELL;
        return at + 1;
      case LF:
        this.#isCrLf = false;
        this.#endRow(chunk, at);
        return at + 1;
      case CR:
        // The bytes of the cell end here, whenever its line does.
        this.#endCell(chunk, at);
        this.#isCrLf = true;
        this.#state = LINE_END;
        return at + 1;
      case QUOTE:
        if (this.#state === BARE) this.fault = 'it has a quote inside of a cell without quotes';
        this.#state = QUOTED;
        return at + 1;
      default:
        if (this.#state === AFTER_QUOTE) this.fault = 'it has something behind a cell in quotes';
        return at + 1;
    }
  }

  #endChunk(chunk: Buffer): void {
    if (this.#state !== BARE && this.#state !== QUOTED && this.#state !== AFTER_QUOTE) return;
    this.#take(chunk, chunk.length);
  }

  /** The bytes of the cell up to `end`. */
  #take(chunk: Buffer, end: number): void {
    if (this.#mode === PASSED) this.#sink.slice(chunk, this.#from, end);
    if (this.#mode !== CAPTURED) return;
    const bytes = chunk.subarray(this.#from, end);
    this.#capturedBytes += bytes.length;
    if (this.#columns === null) {
      this.#headerBytes += bytes.length + 1;
      if (this.#headerBytes > LONGEST_HEADER) this.fault = 'its row of names is too long';
    }
    if (this.#capturedBytes > LONGEST_MASKED) this.#captured = [];
    else this.#captured.push(bytes);
  }

  #endCell(chunk: Buffer, end: number): void {
    this.#take(chunk, end);
    if (this.#mode !== CAPTURED) return;
    const bytes = Buffer.concat(this.#captured);
    this.#captured = [];
    if (this.#columns === null) this.#header.push(bytes);
    else this.#maskCell(bytes.toString());
  }

  #maskCell(written: string): void {
    const column = this.#columns?.[this.#count - 1];
    if (column === undefined || this.#capturedBytes > LONGEST_MASKED) return;
    const isQuoted = written.startsWith('"');
    const { text, isTouched } = maskText(column.plan, isQuoted ? unquoted(written) : written || null);
    if (isTouched) this.touched ??= column.name;
    if (!isTouched) this.#sink.all(Buffer.from(written));
    else if (text !== null) this.#sink.all(Buffer.from(quoted(text)));
  }

  #endRow(chunk: Buffer, at: number): void {
    // A row may end behind a comma, or behind a CR, where its last cell has ended already.
    if (this.#state === CELL) this.#beginCell(LF, at);
    if (this.#state !== LINE_END) this.#endCell(chunk, at);
    if (this.fault !== null) return;
    this.#state = ROW;
    if (this.#columns === null) this.#readHeader();
    else if (this.#count < this.#columns.length)
      this.fault = 'it has a row with fewer cells than there are names';
    else this.#sink.all(this.#lineEnd);
    this.#count = 0;
  }

  #readHeader(): void {
    const row = this.#row;
    if (row.kind !== 'walk') {
      this.fault = 'its rows are masked as a whole';
      return;
    }
    if (!this.#isCrLf) this.#lineEnd = Buffer.from('\n');
    const columns = this.#header.map((bytes): Column => {
      const written = bytes.toString();
      const entry = row.keys.named(written.startsWith('"') ? unquoted(written) : written);
      return entry === undefined ? LEFT_OUT : columnOf(entry.name, this.#plans.of(entry.value));
    });
    if (columns.every(({ isLeftOut }) => isLeftOut)) {
      this.fault = 'its first row names no property that is described';
      return;
    }
    this.touched = columns.find(({ plan }) => plan.kind !== 'pass' && plan.kind !== 'search')?.name ?? null;
    this.#columns = columns;
    this.#hasWritten = false;
    for (const [index, { isLeftOut }] of columns.entries()) {
      if (isLeftOut) continue;
      this.#separate();
      this.#sink.all(this.#header[index] ?? Buffer.alloc(0));
    }
    this.#sink.all(this.#lineEnd);
    this.#header = [];
  }
}

const LEFT_OUT: Column = {
  ...{ plan: { kind: 'drop' }, name: '', mode: DROPPED },
  ...{ isLeftOut: true, constant: null },
};

function columnOf(name: string, plan: ValuePlan): Column {
  const needsValue =
    plan.kind === 'mask' || plan.kind === 'search' || (plan.kind === 'pass' && !passesAnyText(plan));
  const constant = needsValue || plan.kind === 'pass' ? null : quoted(maskText(plan, null).text ?? '', true);
  return {
    ...{ plan, name, isLeftOut: false },
    mode: needsValue ? CAPTURED : plan.kind === 'pass' ? PASSED : DROPPED,
    constant: constant === null ? null : Buffer.from(constant),
  };
}

function unquoted(written: string): string {
  return written.slice(1, -1).replaceAll('""', '"');
}

/** `isNull`: nothing stands for the empty text too. */
function quoted(text: string, isNull = false): string {
  if (text === '') return isNull ? '' : '""';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
