/** The compiler's host with the editor's unsaved texts over the files on disk. Read-only use. */
import type { Host } from '@dlpc/compiler';

/** `openText` gives the text of an open document by its path, and null for a file that is not open. */
export function overlayHost(disk: Host, openText: (path: string) => string | null): Host {
  return {
    ...disk,
    readText: async (path, maxBytes) => {
      const text = openText(path);
      return text === null ? disk.readText(path, maxBytes) : { ok: true, text };
    },
    kindOf: async (path) => (openText(path) === null ? disk.kindOf(path) : 'file'),
  };
}
