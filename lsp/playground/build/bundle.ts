/** Everything that the page is made of, by file name. What is Node's in the compiler and the judge is put in place by `shims/`. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Plugin, type RolldownOptions, rolldown } from 'rolldown';

const path = (relative: string): string => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const shim = (name: string): string => path(`shims/${name}.ts`);

/** Colours, which the console has too. */
const TOKENS = path('../../runtime/console/page/tokens.css');

/** Modules that a browser has not, and what stands in their place. */
const INSTEAD: readonly (readonly [source: RegExp, place: string])[] = [
  [/^node:crypto$/, shim('crypto')],
  [/^node:fs\/promises$/, shim('files')],
  [/^node:path$/, shim('path')],
  [/^node:url$/, shim('url')],
  [/^util$/, shim('util')],
  [/^node:net$/, shim('net')],
  [/\/host\/(node-host|spare-memory)\.js$/, shim('node-host')],
  [/^(node:)?(fs|dns\/promises|http|https|stream|stream\/promises|zlib)$/, shim('nothing')],
];

type Files = Map<string, string | Uint8Array>;

export async function bundlePlayground(): Promise<Files> {
  const styles: string[] = [];
  const page = await bundle({ input: { page: path('page/main.tsx') }, plugins: [stylesInto(styles)] });
  const editor = await bundle({ input: { editor: path('page/editor-worker.ts') } });
  const server = await bundle({
    input: { server: path('server/main.ts') },
    resolve: { alias: { 'vscode-languageserver/node': 'vscode-languageserver/browser' } },
    transform: {
      define: {
        'process.platform': '"linux"',
        'process.env': '{}',
        // A package's file is asked for by its name, which `shims/files.ts` looks for beside the worker.
        'import.meta.resolve': 'String',
      },
      inject: { Buffer: ['buffer/', 'Buffer'] },
    },
    plugins: [instead],
  });
  const require = createRequire(import.meta.url);
  return new Map<string, string | Uint8Array>([
    ...page,
    ...editor,
    ...server,
    ['index.html', await readFile(path('page/index.html'), 'utf8')],
    [
      'page.css',
      [...styles, await readFile(TOKENS, 'utf8'), await readFile(path('page/style.css'), 'utf8')].join('\n'),
    ],
    ['libpg-query.wasm', await readFile(require.resolve('libpg-query/wasm/libpg-query.wasm'))],
  ]);
}

async function bundle(options: RolldownOptions): Promise<Files> {
  const built = await rolldown({
    platform: 'browser',
    ...options,
    onLog(level, log, report) {
      // Of a library's own doubts about itself nobody here can do anything; all else stops the build.
      if (
        ['EVAL', 'CIRCULAR_DEPENDENCY', 'COMMONJS_VARIABLE_IN_ESM', 'EMPTY_IMPORT_META'].includes(
          log.code ?? '',
        )
      )
        return;
      report(level === 'warn' ? 'error' : level, log);
    },
  });
  try {
    const { output } = await built.generate({
      format: 'esm',
      minify: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    });
    return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
  } finally {
    await built.close();
  }
}

const instead: Plugin = {
  name: 'instead',
  resolveId: (source) => INSTEAD.find(([of]) => of.test(source))?.[1] ?? null,
};

/** Style sheets that modules import, with their fonts inside, gathered instead of bundled. */
function stylesInto(styles: string[]): Plugin {
  return {
    name: 'styles',
    async load(id) {
      if (!id.endsWith('.css')) return null;
      const text = await readFile(id, 'utf8');
      const font = /url\(\.\/([\w-]+\.ttf)\)/.exec(text)?.[1];
      const data =
        font === undefined ? '' : (await readFile(new URL(font, `file://${id}`))).toString('base64');
      styles.push(text.replace(/url\(\.\/[\w-]+\.ttf\)/, `url(data:font/ttf;base64,${data})`));
      return { code: '', moduleType: 'js' };
    },
  };
}
