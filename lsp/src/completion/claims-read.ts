/** Which claims conditions read already, anywhere in the project: an identity declares each for something, so the others are due. */
import type { CheckResult } from '@dlpc/compiler';

const known = new WeakMap<CheckResult, ReadonlySet<string>>();

/** By their words alone, which is enough for an order of proposals. */
export function claimsRead(result: CheckResult): ReadonlySet<string> {
  const found = known.get(result) ?? read(result);
  known.set(result, found);
  return found;
}

function read({ files }: CheckResult): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ text }) => [...text.matchAll(/\bcaller\.claims\.(\w+)/g)].map(([, name = '']) => name)),
  );
}
