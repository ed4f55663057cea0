/** Replays attacks against one world, through the proxy or past it, and keeps every byte that came back. Expects nothing. */
import { bind, describePortal, execute, parse, query, sync } from '../runtime/pgwire/frontend.ts';
import { type Attack, type Step, send, simple } from './attack.ts';
import { openSession, type RawSession } from './wire/session.ts';
import type { DatabaseName } from './world/policy.ts';
import type { AttackWorld } from './world/world.ts';

export interface Transcript {
  /** All that came back for the steps of the attack. */
  readonly bytes: Buffer;
  /** Whether the connection was ended. */
  readonly closed: boolean;
}

/** The ways in which one statement is sent, each as steps. */
export function waysOf(statement: string): Readonly<Record<string, readonly Step[]>> {
  return {
    simple: [simple(statement)],
    'once more': [simple(statement)],
    extended: [extended(statement, 'text')],
    'extended, binary': [extended(statement, 'binary')],
    'in a transaction': [simple('begin'), simple(statement), simple('rollback')],
  };
}

function extended(statement: string, results: 'text' | 'binary'): Step {
  return send(1, parse('', statement), bind('', '', [], results), describePortal(''), execute(''), sync);
}

export class Replayer {
  readonly world: AttackWorld;
  /** The contractor's, by database. */
  readonly #sessions = new Map<DatabaseName, RawSession>();

  constructor(world: AttackWorld) {
    this.world = world;
  }

  /** As the contractor, through the proxy. */
  through(steps: readonly Step[], database: DatabaseName): Promise<Transcript> {
    return this.#take(steps, database, () => this.#session(database));
  }

  /** As the proxy's own role, past the proxy, on a connection of its own. What it does is undone as far as a transaction reaches. */
  async past({ sends, database }: Pick<Attack, 'sends' | 'database'>): Promise<Transcript> {
    const steps = typeof sends === 'string' ? [simple('begin'), simple(sends), simple('rollback')] : sends;
    const session = await openSession(this.world.past(database));
    try {
      return await this.#take(steps, database, () => Promise.resolve(session));
    } finally {
      session.close();
    }
  }

  /** Whether the connection goes on as if nothing had happened: a transaction that was left open is over, and a read is masked. */
  async isUsable(database: DatabaseName): Promise<boolean> {
    const probe =
      database === 'closed' ? 'show server_encoding' : 'select id, email from people order by id limit 1';
    const texts = ['rollback', 'discard all', probe];
    const session = await this.#session(database);
    const { bytes, closed } = await session.ask(
      Buffer.concat(texts.map((text) => query(text))),
      texts.length,
    );
    const usable = !closed && bytes.includes(database === 'closed' ? 'UTF8' : 'nobody@example.invalid');
    // The next attack is to begin with a connection that is in step.
    if (!usable) session.close();
    return usable;
  }

  close(): void {
    for (const session of this.#sessions.values()) session.close();
  }

  async #take(
    steps: readonly Step[],
    database: DatabaseName,
    connection: () => Promise<RawSession>,
  ): Promise<Transcript> {
    const parts: Buffer[] = [];
    for (const step of steps) {
      if (step.kind === 'change') await this.world.change(step.sql, database);
      else if (step.kind === 'policy') await this.world.setPolicy(step.variant);
      else if (step.kind === 'credential') await this.world.setCredential(step.ends);
      else {
        const { bytes, closed } = await (await connection()).ask(step.bytes, step.readies);
        parts.push(bytes);
        if (closed) return { bytes: Buffer.concat(parts), closed: true };
      }
    }
    return { bytes: Buffer.concat(parts), closed: false };
  }

  async #session(database: DatabaseName): Promise<RawSession> {
    const known = this.#sessions.get(database);
    if (known !== undefined && !known.closed) return known;
    const session = await openSession(this.world.through('contractor', database));
    this.#sessions.set(database, session);
    return session;
  }
}
