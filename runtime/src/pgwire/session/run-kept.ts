/** What is sent in place of a Query whose like came before: the statement that the server keeps for all of them is run with the integers of this one. */
import {
  encodeCloseStatement,
  encodeParameterTypes,
  encodeParse,
  encodeRun,
} from '../codec/encode-frontend.ts';
import type { KeptRun } from '../gate.ts';
import type { SessionState } from './session-state.ts';

/** The type of a parameter that stands for an integer (pg_type.dat). */
const INT4 = 23;

/** Null where the Query is to go as it is. The first time none is kept, the second time it is prepared with the rest. */
export function runKept({ kept, setup }: SessionState, { shape, values }: KeptRun): Buffer | null {
  const known = kept.nameOf(shape);
  if (known !== undefined) return encodeRun(Buffer.from(known, 'latin1'), values);
  const name = kept.cameBefore(shape) ? kept.keep(shape, setup.gate.revision) : null;
  if (name === null) return null;
  const bytes = Buffer.from(name, 'latin1');
  return Buffer.concat([
    ...kept.takeClosing().map((gone) => encodeCloseStatement(Buffer.from(gone, 'latin1'))),
    encodeParse(bytes, shape.text, encodeParameterTypes(shape.parameters, INT4)),
    encodeRun(bytes, values),
  ]);
}
