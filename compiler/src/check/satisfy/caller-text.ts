/** A caller as a policy's tests write one. */
import type { Caller } from '@dlpc/runtime/abi';

/** More groups than this are counted, not listed. */
const MOST_GROUPS = 8;

/** `{ kind: human, sub: "ada", groups: ["etl"] }` */
export function callerText({ kind, sub, groups }: Caller): string {
  const names = [...groups].sort();
  const shown = names.slice(0, MOST_GROUPS).map((group) => JSON.stringify(group));
  if (names.length > MOST_GROUPS) shown.push(`… ${names.length - MOST_GROUPS} more`);
  return `{ kind: ${kind}, sub: ${JSON.stringify(sub)}, groups: [${shown.join(', ')}] }`;
}
