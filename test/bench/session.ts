/**
 * What a session itself costs for one round trip, without sockets: cutting, looking up, judging, leading answers back. Bytes go in as a
 * driver and a server send them, in one piece for each direction.
 */

import { BudgetBook } from '../../runtime/src/judge/budgets/budget-book.ts';
import { Judge } from '../../runtime/src/judge/judge.ts';
import { createSessionGate } from '../../runtime/src/judge/session-gate.ts';
import { Framer } from '../../runtime/src/pgwire/codec/framer.ts';
import { DEFAULT_LIMITS } from '../../runtime/src/pgwire/services.ts';
import { ClientSide } from '../../runtime/src/pgwire/session/client-side.ts';
import { ServerParameters } from '../../runtime/src/pgwire/session/server-parameters.ts';
import { ServerSide } from '../../runtime/src/pgwire/session/server-side.ts';
import { SessionState } from '../../runtime/src/pgwire/session/session-state.ts';
import { guardedGate } from '../../runtime/src/proxy/guarded-gate.ts';
import { Source } from '../../runtime/src/proxy/source.ts';
import { catalogOf, matcher, parser } from '../runtime/judge/fixture.ts';
import * as backend from '../runtime/pgwire/backend.ts';
import * as frontend from '../runtime/pgwire/frontend.ts';
import { askerOf } from '../support/askers.ts';
import { alternate, type Contestant, type Measured } from './measure.ts';

const TEXT = 'select id, name, ssn from customers where id = ';
const FIELDS = backend.rowDescription('id', 'name', 'ssn');
const ROW = backend.row('17', '[redacted]', '6789');
const ROUND_TRIPS = 20_000;

export async function sessionBenchmarks(): Promise<readonly Measured[]> {
  return [
    await alternate(
      'one round trip in the session, without sockets (µs)',
      [simple(), extended(), prepared()],
      7,
    ),
  ];
}

function prepared(): Contestant {
  const { client, server } = startSession();
  client(Buffer.concat([frontend.parse('P0_0', `${TEXT}$1`), frontend.sync]));
  server(Buffer.concat([backend.parseComplete, backend.ready()]));
  const asked = Buffer.concat([
    frontend.bind('', 'P0_0', ['17']),
    frontend.describePortal(''),
    frontend.execute(''),
    frontend.sync,
  ]);
  const answer = Buffer.concat([backend.bindComplete, FIELDS, ROW, backend.complete(), backend.ready()]);
  return contestant('prepared', () => {
    client(asked);
    server(answer);
  });
}

function extended(): Contestant {
  const { client, server } = startSession();
  const asked = Buffer.concat([
    frontend.parse('', `${TEXT}$1`),
    frontend.bind('', '', ['17']),
    frontend.describePortal(''),
    frontend.execute(''),
    frontend.sync,
  ]);
  const answer = Buffer.concat([
    backend.parseComplete,
    backend.bindComplete,
    FIELDS,
    ROW,
    backend.complete(),
    backend.ready(),
  ]);
  return contestant('extended', () => {
    client(asked);
    server(answer);
  });
}

function simple(): Contestant {
  const { client, server } = startSession();
  const asked = Array.from({ length: 2_000 }, (_, id) => frontend.query(`${TEXT}${id};`));
  const answer = Buffer.concat([FIELDS, ROW, backend.complete(), backend.ready()]);
  let next = 0;
  return contestant('simple', () => {
    next = (next + 7) % asked.length;
    client(asked[next] ?? answer);
    server(answer);
  });
}

function contestant(name: string, roundTrip: () => void): Contestant {
  return {
    name,
    run: async () => {
      const { user, system } = process.cpuUsage();
      for (let i = 0; i < ROUND_TRIPS; i += 1) roundTrip();
      const used = process.cpuUsage({ user, system });
      return (used.user + used.system) / ROUND_TRIPS;
    },
  };
}

/** A session as the proxy has it, but for the sockets. */
function startSession() {
  const catalog = catalogOf();
  const source = new Source({
    name: 'crm',
    policy: { matcher, revision: 'bench' },
    makeJudge: (policy, live) => new Judge(policy, live, parser),
    budgets: new BudgetBook(),
    maxAge: 60_000,
    clock: () => performance.now(),
  });
  source.setCatalog(catalog, performance.now());
  const asker = askerOf({ groups: new Set(['contractors']) });
  const gate = createSessionGate(asker, [], () => source.judge(), Date.now, {
    book: new BudgetBook(),
    onReached: () => undefined,
  });
  const state = new SessionState({
    sessionId: 'bench',
    gate: guardedGate(gate, () => source.obstacle()),
    parameters: new ServerParameters(),
    limits: DEFAULT_LIMITS,
    report: () => undefined,
    // The server here answers what it is sent the first time, each time.
    keepsPrepared: false,
  });
  const sent: Buffer[] = [];
  const send = (bytes: Buffer) => {
    sent[0] = bytes;
  };
  const fromClient = new Framer(new ClientSide(state, send, { toClient: send, wake: () => undefined }));
  const fromServer = new Framer(new ServerSide(state, send));
  const check = () => {
    if (state.failure !== null) throw new Error(state.failure.message);
  };
  return {
    client: (bytes: Buffer) => {
      fromClient.push(bytes);
      check();
    },
    server: (bytes: Buffer) => {
      fromServer.push(bytes);
      check();
    },
  };
}
