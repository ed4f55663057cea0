/** A host on which one file has another text. */
import type { Host } from '../../host/host.ts';

export function withText(host: Host, path: string, text: string): Host {
  return {
    ...host,
    readText: (asked, maxBytes) =>
      asked === path ? Promise.resolve({ ok: true, text }) : host.readText(asked, maxBytes),
  };
}
