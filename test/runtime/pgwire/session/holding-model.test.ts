/**
 * Random sequences of messages with statements that people must agree to, against a model: a server that is talked to directly, and to which what
 * people refuse is a mistake. Through the proxy, however bytes are cut and whenever people decide, the same statements run, in the same
 * order, as often, and none before somebody has agreed to it.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Denial, HoldListener, SessionGate } from '../../../../runtime/src/pgwire/gate.ts';
import * as server from '../backend.ts';
import * as client from '../frontend.ts';
import { forward } from '../wire-proxy.ts';
import { startSession } from './harness.ts';

const REFUSED: Denial = { sqlstate: '42501', message: 'no', detail: null, hint: null, position: null };

type Step =
  | { readonly kind: 'query' | 'parse'; readonly text: string }
  | { readonly kind: 'bind' | 'execute' | 'sync' | 'flush' };

/** `free`: runs. `bad`: the server refuses it. `yes` and `no`: people are asked, and say so. */
const texts = fc.constantFrom('free', 'bad', 'yes', 'no');

const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      texts.map((text) => [{ kind: 'query', text } as const]),
      texts.map((text) => [{ kind: 'parse', text } as const]),
      texts.map((text) => [
        { kind: 'parse', text } as const,
        { kind: 'bind' } as const,
        { kind: 'execute' } as const,
      ]),
      fc.constantFrom<Step[]>(
        [{ kind: 'bind' }],
        [{ kind: 'execute' }],
        [{ kind: 'sync' }],
        [{ kind: 'flush' }],
      ),
    ),
    { maxLength: 25 },
  )
  .map((groups) =>
    groups.flat().map((step, at) => ('text' in step ? { ...step, text: `${step.text} ${at}` } : step)),
  )
  .map((all) => [...all, { kind: 'sync' } as const]);

/** What a server does with messages, as far as it matters here. `mayRun`: what people said, where it is asked itself. */
class Server {
  readonly runs: string[] = [];
  #answers: Buffer[] = [];
  #flushed: Buffer[] = [];
  #statement: string | null = null;
  #portal: string | null = null;
  #skipping = false;
  readonly #mayRun: (text: string) => boolean;

  constructor(mayRun: (text: string) => boolean) {
    this.#mayRun = mayRun;
  }

  receive(step: Step): void {
    if (this.#skipping && step.kind !== 'sync') return;
    switch (step.kind) {
      case 'query':
        this.#statement = null;
        this.#portal = null;
        if (this.#isRight(step.text) && this.#mayRun(step.text)) this.#run(step.text);
        else this.#answers.push(server.error());
        this.#answers.push(server.ready());
        this.#flush();
        break;
      case 'parse':
        this.#statement = null;
        if (!this.#isRight(step.text)) this.#fail();
        else {
          this.#statement = step.text;
          this.#answers.push(server.parseComplete);
        }
        break;
      case 'bind':
        this.#portal = null;
        if (this.#statement === null || !this.#mayRun(this.#statement)) this.#fail();
        else {
          this.#portal = this.#statement;
          this.#answers.push(server.bindComplete);
        }
        break;
      case 'execute':
        if (this.#portal === null) this.#fail();
        else this.#run(this.#portal);
        this.#portal = null;
        break;
      case 'sync':
        this.#skipping = false;
        this.#portal = null;
        this.#answers.push(server.ready());
        this.#flush();
        break;
      case 'flush':
        this.#flush();
        break;
    }
  }

  /** Bytes that have left it since the last call. */
  take(): Buffer {
    const bytes = Buffer.concat(this.#flushed);
    this.#flushed = [];
    return bytes;
  }

  #isRight(text: string): boolean {
    return !text.startsWith('bad') && !text.startsWith('dlp-proxy denied');
  }

  #run(text: string): void {
    this.runs.push(text);
    this.#answers.push(server.complete());
  }

  #fail(): void {
    this.#answers.push(server.error());
    this.#skipping = true;
    this.#flush();
  }

  #flush(): void {
    this.#flushed.push(...this.#answers);
    this.#answers = [];
  }
}

const bytesOf = (step: Step): Buffer => {
  switch (step.kind) {
    case 'query':
      return client.query(step.text);
    case 'parse':
      return client.parse('', step.text);
    case 'bind':
      return client.bind('', '');
    case 'execute':
      return client.execute('');
    case 'sync':
      return client.sync;
    case 'flush':
      return client.flush;
  }
};

/** What the server was sent, read back from how the harness shows it. */
function stepOf(line: string): Step {
  const [first = '', second = ''] = line.slice(2).split('\\x00');
  const kinds = { Q: 'query', P: 'parse', B: 'bind', E: 'execute', S: 'sync', H: 'flush' } as const;
  const kind = kinds[line[0] as keyof typeof kinds];
  if (kind === 'query') return { kind, text: first };
  return kind === 'parse' ? { kind, text: second } : { kind };
}

it('runs what a direct connection runs, in its order, once for each time that people agree', () => {
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.nat(1000)), (sent, chance) => {
      const random = (below: number) => Number(chance.next().value) % below;
      const reached: string[] = [];
      const direct = new Server((text) => {
        if (/^(yes|no)/.test(text)) reached.push(text);
        return !text.startsWith('no');
      });
      for (const step of sent) direct.receive(step);

      const waiting: { readonly text: string; readonly listener: HoldListener }[] = [];
      const agreed: string[] = [];
      const asked: string[] = [];
      const gate: SessionGate = {
        revision: '1',
        judge: (text) =>
          forward(
            text,
            /^(yes|no)/.test(text) ? { approvals: [{ by: ['dba'], people: 1, within: 60, rule: '' }] } : {},
          ),
        hold: ({ text }, listener) => {
          asked.push(text);
          waiting.push({ text, listener });
          return { withdraw: () => listener.settled(REFUSED), begun: () => undefined };
        },
      };
      const session = startSession(gate);
      const proxied = new Server(() => true);
      let pending = Buffer.alloc(0);
      const serve = (lines: readonly string[]) => {
        for (const line of lines) {
          const before = proxied.runs.length;
          proxied.receive(stepOf(line));
          for (const text of proxied.runs.slice(before)) {
            if (!/^(yes|no)/.test(text)) continue;
            const at = agreed.indexOf(text);
            // Nothing runs that nobody agreed to, and nothing runs twice by one agreement.
            expect(at).toBeGreaterThanOrEqual(0);
            agreed.splice(at, 1);
          }
        }
        pending = Buffer.concat([pending, proxied.take()]);
      };
      let left = Buffer.concat(sent.map(bytesOf));
      for (let idle = 0; idle < 200; idle += 1) {
        const [choice, size] = [random(3), 1 + random(40)];
        if (choice === 0 && left.length > 0) {
          serve(session.client(left.subarray(0, size)));
          left = left.subarray(size);
        } else if (choice === 1 && pending.length > 0) {
          const bytes = pending.subarray(0, size);
          pending = pending.subarray(size);
          session.rawServer(bytes);
          serve(session.resume());
        } else if (choice === 2 && waiting.length > 0) {
          const { text, listener } = waiting.shift() as (typeof waiting)[number];
          if (text.startsWith('yes')) agreed.push(text);
          listener.settled(text.startsWith('yes') ? null : REFUSED);
          serve(session.resume());
        } else continue;
        idle = 0;
      }
      expect({ left: left.length, pending: pending.length, waiting: waiting.length }).toEqual({
        left: 0,
        pending: 0,
        waiting: 0,
      });
      expect(session.state.failure).toBeNull();
      expect(proxied.runs).toEqual(direct.runs);
      // Nobody is asked about what an error before it would skip.
      expect(asked).toEqual(reached);
    }),
    { numRuns: 2000 },
  );
});
