/** A host that fails where a test says, and shows what stood in a directory meanwhile. */
import { type Host, HostError } from '../../../compiler/src/host/host.ts';
import type { MemoryHost } from '../../../compiler/src/host/memory-host.ts';

/** `host`, whose `count`-th change of anything fails. */
export function failingAt(host: MemoryHost, count: number): Host {
  let changes = 0;
  const change = () => {
    changes += 1;
    if (changes === count) throw new HostError('the disk is full');
  };
  return {
    ...host,
    async writeFile(path, content) {
      change();
      await host.writeFile(path, content);
    },
    async makeDirectory(path) {
      change();
      await host.makeDirectory(path);
    },
    async rename(from, to) {
      change();
      await host.rename(from, to);
    },
    async remove(path) {
      change();
      await host.remove(path);
    },
  };
}
