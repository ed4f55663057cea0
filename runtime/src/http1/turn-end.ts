/**
 * Puts off to the end of a turn of the event loop what writes to sockets. Each write wakes whoever waits at the other end, which costs more than
 * the bytes do; of all that is written together, most wakes nobody.
 */

let waiting: (() => void)[] = [];

/** Calls `then` once, in the order of calls, when all that has come in this turn was read. */
export function atTurnEnd(then: () => void): void {
  waiting.push(then);
  if (waiting.length === 1) setImmediate(run);
}

function run(): void {
  const due = waiting;
  waiting = [];
  let done = 0;
  try {
    for (const then of due) {
      done += 1;
      then();
    }
  } finally {
    // What one throws is no reason to forget the others.
    for (const then of due.slice(done)) atTurnEnd(then);
  }
}
