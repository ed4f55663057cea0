/**
 * Keeps memory low while bodies go through. Pieces of a body lie outside of V8's heap and are let go of when it collects young objects, which
 * it does by the size of the objects alone: some hundred bytes for a piece of 64 KiB. So a long body is told to it. One such collection takes about
 * a millisecond, since next to nothing of a body is still in use; the program's other work keeps the young generation that V8 gives it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of bodies between two collections. */
const BYTES_BETWEEN = 8 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

let passed = 0;
let collect: Collect | null = null;

/** Notes that a piece of a body goes out, to a client or to an API. */
export function notePiece(bytes: number): void {
  passed += bytes;
  if (passed < BYTES_BETWEEN) return;
  passed = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** V8 hands its collector to contexts that are made while it is told to. One that does not is left to collect when it will. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (options) => void found(options) : () => undefined;
}
