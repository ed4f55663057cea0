/** Files of a directory that is not there, with a disk that fills up when the test says so. */
import type { RecordsFiles } from '../../../runtime/src/records/journal/records-files.ts';

export interface MemoryFiles extends RecordsFiles {
  /** By name; tests change it as they like. */
  readonly content: Map<string, Buffer>;
  /** How often anything was brought to the disk. */
  readonly synced: () => number;
  /** How many bytes more the disk takes; beyond it, a write leaves a part behind and fails. */
  room: number;
}

export function memoryFiles(content = new Map<string, Buffer>()): MemoryFiles {
  let syncs = 0;
  const read = (name: string): Buffer => {
    const bytes = content.get(name);
    if (bytes === undefined) throw Object.assign(new Error(name), { code: 'ENOENT' });
    return bytes;
  };
  const files: MemoryFiles = {
    content,
    room: Number.POSITIVE_INFINITY,
    synced: () => syncs,
    prepare: async () => undefined,
    list: async () => [...content].map(([name, { length }]) => ({ name, bytes: length, changedAt: 0 })),
    read: async (name, from = 0) => read(name).subarray(from),
    create: async (name) => {
      if (content.has(name)) throw Object.assign(new Error(name), { code: 'EEXIST' });
      content.set(name, Buffer.alloc(0));
      const write = (bytes: Buffer, at: number): void => {
        const old = read(name);
        const growth = Math.max(0, at + bytes.length - old.length);
        const taken = bytes.subarray(0, bytes.length - Math.max(0, growth - files.room));
        files.room -= Math.min(files.room, growth);
        const changed = Buffer.alloc(Math.max(old.length, at + taken.length));
        old.copy(changed);
        taken.copy(changed, at);
        content.set(name, changed);
        if (taken.length < bytes.length) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      };
      return {
        write: async (bytes, at) => write(bytes, at),
        writeAtOnce: write,
        sync: async () => {
          syncs += 1;
        },
        truncate: async (bytes) => void content.set(name, read(name).subarray(0, bytes)),
        close: async () => undefined,
      };
    },
    replace: async (name, bytes) => void content.set(name, bytes),
    remove: async (name) => void content.delete(name),
  };
  return files;
}
