/**
 * Two installations of the example, alike but for the values that the contractor may not see, and the same questions to
 * both.
 *
 * They are servers of their own, set up by the same steps, so that object ids and names agree. What comes before the
 * first ReadyForQuery is left out: salts, signatures and cancel keys are random.
 */
import { buffer as collect } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { statementName } from '../demo/tour/answer.ts';
import { type BackendMessage, backendMessages } from '../support/backend-messages.ts';
import type { TappedClient } from '../support/tapped-client.ts';
import { type CrmWorld, createWorld, type WorldOptions } from './crm-world.ts';

/** Fewer customers than the demo has: every answer is held and compared whole. */
export const CUSTOMERS = 400;

export interface TwoWorlds {
  readonly worlds: readonly CrmWorld[];
  /** What the contractor gets back for what `send` sends, in each world. */
  answers(send: (tap: TappedClient) => Promise<unknown>): Promise<BackendMessage[][]>;
  stop(): Promise<void>;
}

export async function createTwoWorlds(start?: WorldOptions['start']): Promise<TwoWorlds> {
  const worlds: CrmWorld[] = [];
  const taps: TappedClient[] = [];
  for (const protectedSeed of [1, 2]) {
    const data = { customers: CUSTOMERS, protectedSeed };
    const world = await createWorld(start === undefined ? { data } : { data, start });
    worlds.push(world);
    taps.push(await world.connect('contractor'));
  }
  return {
    worlds,
    answers: async (send) => {
      const both: BackendMessage[][] = [];
      for (const tap of taps) {
        tap.take();
        // An error is an answer like any other; its bytes are compared.
        await send(tap).catch(() => undefined);
        both.push(await untilReady(tap));
      }
      return both;
    },
    stop: async () => {
      for (const world of worlds) await world.stop();
    },
  };
}

/** ReadyForQuery but for its last byte, the state of the transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Everything up to the ReadyForQuery that ends an answer; node-postgres reports an error before that comes. */
async function untilReady(tap: TappedClient): Promise<BackendMessage[]> {
  let bytes = tap.take();
  while (!READY.equals(bytes.subarray(-READY.length - 1, -1))) {
    await sleep(1);
    bytes = Buffer.concat([bytes, tap.take()]);
  }
  return backendMessages(bytes);
}

/** Ways to ask the same. */
export const WAYS: Readonly<Record<string, (sql: string) => (tap: TappedClient) => Promise<unknown>>> = {
  simple: (sql) => (tap) => tap.client.query(sql),
  'extended, text': (sql) => (tap) => tap.client.query({ text: sql, name: statementName(`text ${sql}`) }),
  'extended, binary': (sql) => (tap) => tap.client.query(inBinary(sql)),
  'copy, text': (sql) => (tap) => copied(tap, `copy (${sql}) to stdout`),
  'copy, binary': (sql) => (tap) => copied(tap, `copy (${sql}) to stdout (format binary)`),
};

/** A prepared statement that is answered in binary. The types of node-postgres do not know the option. */
export function inBinary(text: string, values?: unknown[]): QueryConfig {
  const name = statementName(`binary ${text}`);
  const config: QueryConfig & { binary: true } = { text, name, binary: true };
  return values === undefined ? config : { ...config, values };
}

/** Runs a COPY to standard output. */
export function copied(tap: TappedClient, sql: string): Promise<Buffer> {
  return collect(tap.client.query(copyTo(sql)));
}
