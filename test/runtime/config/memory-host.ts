/** A world of files and variables that exist only in the test. */
import { posix } from 'node:path';
import { type ConfigLoading, loadConfig } from '../../../runtime/src/config/load-config.ts';
import type { SettleHost } from '../../../runtime/src/config/settling.ts';
import { problemText } from '../../../runtime/src/json-file/problem.ts';
import type { FileExposure } from '../../../runtime/src/json-file/read-file.ts';

export interface MemoryWorld {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What programs print, by their words with blanks between. */
  readonly programs?: Readonly<Record<string, () => string>>;
  readonly exposure?: Readonly<Record<string, FileExposure>>;
  readonly now?: string;
}

export function memoryHost(world: MemoryWorld): SettleHost {
  return {
    env: world.env ?? {},
    now: () => Date.parse(world.now ?? '2026-11-22T12:00:00Z'),
    runCommand: async (words) => {
      const program = world.programs?.[words.join(' ')];
      return program === undefined ? { ok: false, reason: 'does not exist' } : { ok: true, text: program() };
    },
    readFile: async (path, maxBytes) => {
      const text = world.files?.[path];
      if (text === undefined) return { ok: false, reason: 'does not exist' };
      if (text.length > maxBytes) return { ok: false, reason: `is larger than ${maxBytes} bytes` };
      return { ok: true, text, exposure: world.exposure?.[path] ?? { readable: false, writable: false } };
    },
  };
}

/** Loads `/etc/dlp/proxy.json` with this text. */
export function load(text: string, world: MemoryWorld = {}): Promise<ConfigLoading> {
  const file = posix.join('/etc/dlp', 'proxy.json');
  return loadConfig(file, memoryHost({ ...world, files: { ...world.files, [file]: text } }));
}

/** What is wrong with the text, one mistake a line, as the program prints it. */
export async function mistakes(text: string, world: MemoryWorld = {}): Promise<string> {
  const loading = await load(text, world);
  const problems = loading.ok ? loading.warnings : loading.problems;
  return [
    loading.ok ? 'fine' : 'refused',
    ...problems.map((problem) => problemText('proxy.json', problem)),
  ].join('\n');
}
