/**
 * Attacks that are made of time and amounts and not of bytes that could be replayed: each names the test that makes it, which page.test.ts
 * looks for. Data alone.
 */

export interface LargeAttack {
  /** Ends the sentence "The caller …". */
  readonly tries: string;
  /** One sentence. */
  readonly stops: string;
  /** What stops it, from the root of the repository. */
  readonly defence: string;
  readonly test: {
    /** From the root of the repository. */
    readonly file: string;
    /** As the file has it. */
    readonly name: string;
  };
}

const SLOW = {
  file: 'test/runtime/http/slow-clients.test.ts',
  name: 'end, whatever it is that they do slowly',
};
const PACE = 'runtime/src/http/pace.ts';
const LOAD = 'test/e2e/api-load.test.ts';

export const timeAndAmounts: readonly LargeAttack[] = [
  {
    tries: 'sends a head bit by bit, and never its end',
    stops: 'A head has `limits.handshakeSeconds` from its first byte; then its connection ends.',
    defence: 'runtime/src/http/listen-api.ts',
    test: {
      file: 'test/runtime/http/clients.test.ts',
      name: 'waits for nobody who sends a head bit by bit',
    },
  },
  {
    tries: 'sends a body that has to be judged a byte at a time',
    stops: 'Below `limits.minBytesPerSecond` for 10 seconds, it is a 408, and nothing has reached the API.',
    defence: PACE,
    test: SLOW,
  },
  {
    tries: 'sends a body that goes on as it comes a byte at a time',
    stops: 'The same, and the request to the API is broken off.',
    defence: PACE,
    test: SLOW,
  },
  {
    tries: 'sends chunks of one byte',
    stops: 'The framing of chunks counts as little as the waiting between them.',
    defence: PACE,
    test: SLOW,
  },
  {
    tries: 'asks for what is large, and does not read it',
    stops:
      'The API is no longer read from, so memory stays flat; below the least rate the answer is cut off.',
    defence: PACE,
    test: SLOW,
  },
  {
    tries: 'reads events slowly, of which there is no end',
    stops: 'What waits for a client is bounded in pieces, whatever the API sends.',
    defence: 'runtime/src/http/answer.ts',
    test: {
      file: 'test/runtime/http/clients.test.ts',
      name: 'takes no more memory than its pieces, however slowly its client reads',
    },
  },
  {
    tries: 'opens connections and says nothing on them',
    stops:
      'They are bounded by address and in all, before anybody has proved anything; the next one gets a 503.',
    defence: 'runtime/src/proxy/client-connections.ts',
    test: {
      file: 'test/runtime/http/slow-clients.test.ts',
      name: 'are bounded for one address, and who is turned away is told so',
    },
  },
  {
    tries: 'does that from all addresses of one network',
    stops: 'Addresses of one IPv6 network of 64 bits count as one, and all together have a bound.',
    defence: 'runtime/src/proxy/client-connections.ts',
    test: {
      file: 'test/runtime/proxy/client-connections.test.ts',
      name: 'holds for one address, whatever is behind its prefix',
    },
  },
  {
    tries: 'keeps thousands of connections that each ask now and then',
    stops: 'Each takes tens of kilobytes, and all share at most 256 connections to the API.',
    defence: 'runtime/src/http1/connection-pool.ts',
    test: { file: LOAD, name: 'keeps thousands of connections, each of which asks again' },
  },
  {
    tries: 'makes more requests at once than the API answers',
    stops: 'Beyond `limits.maxRequests` it is a 503.',
    defence: 'runtime/src/http/serve-request.ts',
    test: { file: 'test/runtime/http/clients.test.ts', name: 'takes on no more than it may' },
  },
  {
    tries: 'asks, and gives up in line for a connection to the API, again and again',
    stops: 'Who gave up is not asked for, and nothing of the request is kept.',
    defence: 'runtime/src/http1/connection-pool.ts',
    test: {
      file: 'test/runtime/http1/connection-pool.test.ts',
      name: 'is not asked for somebody who gave up in line',
    },
  },
  {
    tries: 'asks for an answer of any size, to be masked',
    stops: 'It is masked while it streams.',
    defence: 'runtime/src/bodies/json/json-masker.ts',
    test: { file: LOAD, name: 'masks a body of any size in bounded memory' },
  },
  {
    tries: 'sends or fetches a file of any size',
    stops: 'It passes in pieces, and who does not take them holds the other side up.',
    defence: 'runtime/src/http/answer.ts',
    test: { file: LOAD, name: 'passes one on in bounded memory' },
  },
];
