import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Disposition,
  Framer,
  type FrameSink,
  type Reading,
} from '../../../../runtime/src/pgwire/codec/framer.ts';

/** What the letters of these tests stand for: each type says how it wants to be treated. */
const READINGS: Readonly<Record<string, Reading>> = {
  s: 'stream',
  w: 'whole',
  r: 'whole',
  x: 'whole',
  d: 'drop',
  q: 'stop',
  e: 'whole',
  h: 'whole',
};

/** Notes everything, so that two ways of cutting the same bytes can be compared. */
class Recorder implements FrameSink {
  passed: Buffer[] = [];
  seen: string[] = [];

  begin(type: number, bodyBytes: number): Reading {
    const letter = String.fromCharCode(type);
    this.seen.push(`begin ${letter} ${bodyBytes}`);
    return READINGS[letter] ?? 'stop';
  }

  message(type: number, bytes: Buffer, start: number, end: number): Disposition {
    const letter = String.fromCharCode(type);
    this.seen.push(`message ${letter} ${bytes.subarray(start, end).toString('hex')}`);
    if (letter === 'r') return Buffer.from('<replaced>');
    if (letter === 'e') return 'stop';
    return letter === 'x' ? 'drop' : 'pass';
  }

  pass(bytes: Buffer): void {
    this.passed.push(bytes);
  }

  broken(type: number, length: number): void {
    this.seen.push(`broken ${type} ${length}`);
  }

  get output(): string {
    return Buffer.concat(this.passed).toString('latin1');
  }
}

function message(letter: string, body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(5);
  header.write(letter);
  header.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

function run(chunks: readonly Buffer[]): Recorder {
  const recorder = new Recorder();
  const framer = new Framer(recorder);
  for (const chunk of chunks) framer.push(chunk);
  return recorder;
}

const MIXED = [
  message('s', 'row one'),
  message('s'),
  message('w', 'looked into'),
  message('w'),
  message('r', 'to be replaced'),
  message('r'),
  message('x', 'to be left out'),
  message('x'),
  message('d', 'not even read'),
  message('d'),
  message('s', 'row two'),
];
const MIXED_OUTPUT = Buffer.concat([
  ...MIXED.slice(0, 4),
  Buffer.from('<replaced><replaced>'),
  ...MIXED.slice(10),
]).toString('latin1');

describe('cutting', () => {
  const bytes = Buffer.concat(MIXED);
  const whole = run([bytes]);

  it('does with each message what was asked', () => {
    expect(whole.output).toBe(MIXED_OUTPUT);
  });

  it('comes to the same at whatever byte the stream is split', () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      const split = run([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(split.output).toBe(MIXED_OUTPUT);
      expect(split.seen).toEqual(whole.seen);
    }
  });

  it('comes to the same byte by byte', () => {
    const single = run(Array.from(bytes, (byte) => Buffer.of(byte)));
    expect(single.output).toBe(MIXED_OUTPUT);
    expect(single.seen).toEqual(whole.seen);
  });

  it('comes to the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((left, right) => left - right), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const cut = run(chunks);
        expect(cut.output).toBe(MIXED_OUTPUT);
        expect(cut.seen).toEqual(whole.seen);
      }),
      { seed: 20260101 },
    );
  });
});

describe('passing on', () => {
  it('hands on neighbouring messages as the chunk that they came in', () => {
    const chunk = Buffer.concat([message('s', 'a'), message('w', 'b'), message('s', 'c')]);
    const { passed } = run([chunk]);
    expect(passed).toHaveLength(1);
    expect(passed[0]).toBe(chunk);
  });

  it('does not hold a streamed message until it is whole', () => {
    const bytes = message('s', Buffer.alloc(1_000_000));
    const { passed } = run([bytes.subarray(0, 100)]);
    expect(Buffer.concat(passed)).toEqual(bytes.subarray(0, 100));
  });

  it('knows when it has passed on part of a message', () => {
    const recorder = new Recorder();
    const framer = new Framer(recorder);
    framer.push(message('s', 'abc').subarray(0, 6));
    expect(framer.midMessage).toBe(true);
    framer.push(Buffer.from('bc'));
    expect(framer.midMessage).toBe(false);
    framer.push(message('d', 'abc').subarray(0, 6));
    expect(framer.midMessage).toBe(false);
    framer.push(Buffer.concat([Buffer.from('bc'), message('w', 'abc').subarray(0, 6)]));
    expect(framer.midMessage).toBe(false);
  });
});

describe('stopping', () => {
  it.each(['q', 'e'])(
    'passes on what came before the message that stops it (%s), and nothing after',
    (letter) => {
      const before = message('s', 'before');
      const bytes = Buffer.concat([before, message(letter, 'stop'), message('s', 'after')]);
      for (let at = 0; at <= bytes.length; at += 1) {
        expect(run([bytes.subarray(0, at), bytes.subarray(at)]).output).toBe(before.toString('latin1'));
      }
    },
  );

  it.each([0, 3, -1, -2147483648])('stops at the length %i', (length) => {
    const header = Buffer.alloc(5);
    header.write('s');
    header.writeInt32BE(length, 1);
    const before = message('w', 'before');
    const { seen, output } = run([Buffer.concat([before, header, message('s', 'after')])]);
    expect(output).toBe(before.toString('latin1'));
    expect(seen.at(-1)).toBe(`broken 115 ${length}`);
  });

  it('takes nothing once it was told to stop', () => {
    const recorder = new Recorder();
    const framer = new Framer(recorder);
    framer.stop();
    framer.push(message('s', 'late'));
    expect(recorder.passed).toEqual([]);
    expect(framer.stopped).toBe(true);
  });
});

describe('waiting', () => {
  /** Lets a message of type `h` wait until it may go on. */
  class Hesitant extends Recorder {
    allowed = 0;

    override message(type: number, bytes: Buffer, start: number, end: number): Disposition {
      if (type !== 'h'.charCodeAt(0)) return super.message(type, bytes, start, end);
      if (this.allowed === 0) return 'wait';
      this.allowed -= 1;
      return 'pass';
    }
  }

  const parts = [
    message('s', 'a'),
    message('h', 'first'),
    message('s', 'b'),
    message('h', 'second'),
    message('w', 'c'),
  ];
  const bytes = Buffer.concat(parts);
  const upTo = (count: number) => Buffer.concat(parts.slice(0, count)).toString('latin1');

  it('holds a message and all behind it until it may go on, however the stream is cut', () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      const sink = new Hesitant();
      const framer = new Framer(sink);
      framer.push(bytes.subarray(0, at));
      framer.push(bytes.subarray(at));
      expect(sink.output).toBe(upTo(1));
      expect(framer.waiting).toBe(true);
      framer.resume();
      expect(sink.output).toBe(upTo(1));
      sink.allowed = 1;
      framer.resume();
      expect(sink.output).toBe(upTo(3));
      sink.allowed = 1;
      framer.resume();
      expect(sink.output).toBe(upTo(5));
      expect(framer.waiting).toBe(false);
    }
  });

  it('goes on with nothing where nothing waits', () => {
    const sink = new Hesitant();
    const framer = new Framer(sink);
    framer.resume();
    framer.push(message('s', 'a'));
    expect(sink.output).toBe(upTo(1));
  });
});

describe('memory', () => {
  it('does not take an announced length for bytes that have come', () => {
    const before = process.memoryUsage().arrayBuffers;
    const framers = Array.from({ length: 50 }, () => new Framer(new Recorder()));
    const header = Buffer.from([0x77, 0x7f, 0xff, 0xff, 0xff]);
    for (const framer of framers) framer.push(Buffer.concat([header, Buffer.alloc(10)]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
    expect(framers.every((framer) => !framer.stopped)).toBe(true);
  });

  it('collects a large message from many small chunks', () => {
    const bytes = message('w', Buffer.alloc(300_000, 'x'));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 1_000) }, (_, index) =>
      bytes.subarray(index * 1_000, (index + 1) * 1_000),
    );
    expect(Buffer.concat(run(chunks).passed)).toEqual(bytes);
  });
});

it('never throws and passes on no more than it was given, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (chunks) => {
      const { output } = run(chunks.map((chunk) => Buffer.from(chunk)));
      expect(output.replaceAll('<replaced>', '').length).toBeLessThanOrEqual(
        chunks.flatMap((chunk) => [...chunk]).length,
      );
    }),
    { seed: 20260102, numRuns: 500 },
  );
});
