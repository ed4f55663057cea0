/** The two programs of the extension, each one file: the client, which the editor loads, and the server, which it starts. */
import { fileURLToPath } from 'node:url';
import { type RolldownOptions, rolldown } from 'rolldown';

const FROM = new URL('../', import.meta.url);
const path = (relative: string): string => fileURLToPath(new URL(relative, FROM));

/** Finds its WebAssembly beside itself, and so comes along as the package that it is. */
export const UNBUNDLED = 'libpg-query';

/** Files of the extension by their paths in it. */
export async function bundlePrograms(): Promise<ReadonlyMap<string, Uint8Array>> {
  const client = await bundle(
    // The editor brings `vscode`, and loads CommonJS.
    { input: path('extension.ts'), external: ['vscode'], platform: 'node' },
    { format: 'cjs', entry: 'client.cjs' },
  );
  const server = await bundle(
    {
      input: path('../dist/cli/main.js'),
      external: [new RegExp(`^${UNBUNDLED}(/|$)`)],
      platform: 'node',
    },
    { format: 'esm', entry: 'dlp-lsp.mjs' },
  );
  return new Map([...client, ...[...server].map(([name, code]) => [`server/${name}`, code] as const)]);
}

async function bundle(
  options: RolldownOptions,
  { format, entry }: { readonly format: 'cjs' | 'esm'; readonly entry: string },
): Promise<ReadonlyMap<string, Uint8Array>> {
  const built = await rolldown({
    ...options,
    onLog(level, log, report) {
      // Of a library's own doubts about itself nobody here can do anything; all else stops the build.
      if (log.code === 'EVAL' || log.code === 'CIRCULAR_DEPENDENCY') return;
      report(level === 'warn' ? 'error' : level, log);
    },
  });
  try {
    const extension = format === 'cjs' ? 'cjs' : 'mjs';
    const { output } = await built.generate({
      format,
      minify: true,
      entryFileNames: entry,
      chunkFileNames: `[name]-[hash].${extension}`,
    });
    return new Map(
      output.map((file) => [
        file.fileName,
        typeof file === 'object' && file.type === 'chunk'
          ? new TextEncoder().encode(file.code)
          : bytes(file.source),
      ]),
    );
  } finally {
    await built.close();
  }
}

function bytes(source: string | Uint8Array): Uint8Array {
  return typeof source === 'string' ? new TextEncoder().encode(source) : source;
}
