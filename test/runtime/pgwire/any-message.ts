/** One message of a client that knows the protocol and does not care much. */
import fc from 'fast-check';
import * as client from './frontend.ts';

export const NAMES = ['', 'a', 'b'];

/** With one of these texts, where it has one. */
export function anyMessage(texts: readonly string[]): fc.Arbitrary<Buffer> {
  const name = fc.constantFrom(...NAMES);
  const text = fc.constantFrom(...texts);
  return fc.oneof(
    { weight: 4, arbitrary: text.map((sql) => client.query(sql)) },
    { weight: 5, arbitrary: fc.tuple(name, text).map(([to, sql]) => client.parse(to, sql)) },
    { weight: 5, arbitrary: fc.tuple(name, name).map(([to, from]) => client.bind(to, from)) },
    { weight: 1, arbitrary: fc.tuple(name, name).map(([to, from]) => client.bind(to, from, ['1'])) },
    { weight: 5, arbitrary: fc.tuple(name, fc.nat(3)).map(([portal, rows]) => client.execute(portal, rows)) },
    { weight: 2, arbitrary: name.map((of) => client.describeStatement(of)) },
    { weight: 2, arbitrary: name.map((of) => client.describePortal(of)) },
    { weight: 2, arbitrary: name.map((of) => client.closeStatement(of)) },
    { weight: 1, arbitrary: name.map((of) => client.closePortal(of)) },
    { weight: 4, arbitrary: fc.constant(client.sync) },
    { weight: 1, arbitrary: fc.constant(client.flush) },
    { weight: 1, arbitrary: fc.constantFrom(client.copyData('1\n'), client.copyDone, client.copyFail('no')) },
  );
}
