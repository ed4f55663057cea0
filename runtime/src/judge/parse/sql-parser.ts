/**
 * PostgreSQL's own parser, run where it cannot hurt: libpg-query as WASM, one instance at a time and a spare.
 *
 * Known hazard: a statement nested deeply enough ends the instance in a trap or a stack overflow, after which its
 * memory can no longer be trusted. So an instance that failed in any way but a syntax error is dropped and the spare
 * takes over; while none is ready, nothing is judged. This file knows no policy and no catalog.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import createModule, { type PgQueryModule } from 'libpg-query/wasm/libpg-query.js';
import { mayRepeatSource, repeatsSource } from './repeated-source.ts';
import { isCostlyToScan } from './scanning-cost.ts';
import type { ParsedText } from './tree.ts';

/** Longest statement text that is parsed, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 256 * 1024;

/** Longest tree that is read back, in bytes of JSON: a tree is rarely 40 times its text. */
const MAX_TREE_BYTES = 32 * 1024 * 1024;

/** As much memory does a tree take for each byte of its JSON, measured over lists of constants, the worst of all. */
const BYTES_OF_JSON = 4;

/** Memory of an instance does not shrink; one that has grown past this is replaced. */
const MAX_INSTANCE_BYTES = 192 * 1024 * 1024;

export type ParseOutcome =
  /** `bytes`: about what the tree takes of memory. */
  | { readonly kind: 'parsed'; readonly tree: ParsedText; readonly bytes: number }
  /** `position` is 1-based, in characters; 0 where the parser names none. */
  | { readonly kind: 'syntax-error'; readonly message: string; readonly position: number }
  /** Too long, too deep, or no parser at hand. */
  | { readonly kind: 'unparsable'; readonly reason: string };

/** A token of the text with its place in bytes of UTF-8. Comments are tokens. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly tokenName: string;
  readonly text: string;
}

export interface SqlParser {
  /** Never throws. */
  parse(text: string): ParseOutcome;
  /** The tokens of a text that has parsed, or null where the scanner failed. */
  scan(text: string): readonly Token[] | null;
  /** Resolves once the spare is there. */
  ready(): Promise<void>;
}

/** Starts an instance and a spare. */
export async function createSqlParser(): Promise<SqlParser> {
  const instantiate = await compileModule();
  let current: PgQueryModule | null = await instantiate();
  let spare: PgQueryModule | null = null;
  let preparing: Promise<void> = prepareSpare();

  async function prepareSpare(): Promise<void> {
    const next = await instantiate();
    if (current === null) current = next;
    else spare = next;
  }

  function discard(): void {
    current = spare;
    spare = null;
    preparing = preparing.then(prepareSpare);
  }

  /** Runs `use`; an instance in which anything was thrown is never used again. Null where none could be used. */
  function withInstance<T>(use: (module: PgQueryModule) => T): T | null {
    const module = current;
    if (module === null) return null;
    try {
      const result = use(module);
      if (module.HEAPU8.length > MAX_INSTANCE_BYTES) discard();
      return result;
    } catch {
      // Not swallowed: the instance is discarded, and the caller turns null into a refusal.
      discard();
      return null;
    }
  }

  const scan: SqlParser['scan'] = (text) => withInstance((module) => scanWith(module, text));

  return {
    parse(text) {
      if (text.length > MAX_TEXT_BYTES || Buffer.byteLength(text) > MAX_TEXT_BYTES) {
        return { kind: 'unparsable', reason: `the statement is longer than ${MAX_TEXT_BYTES} bytes` };
      }
      if (isCostlyToScan(text)) {
        return { kind: 'unparsable', reason: 'the statement has too many operator characters in a row' };
      }
      if (current === null) {
        return { kind: 'unparsable', reason: 'the SQL parser is being restarted; try again' };
      }
      if (mayRepeatSource(text) && repeatsSource(scan(text) ?? [])) {
        return { kind: 'unparsable', reason: 'the statement assigns too much to too many columns at once' };
      }
      const outcome = withInstance((module) => parseWith(module, text));
      return outcome ?? { kind: 'unparsable', reason: 'the statement is nested too deeply to be judged' };
    },
    scan,
    ready: () => preparing,
  };
}

/** Compiles the module once; an instance of it is then ready within a turn of the event loop. */
async function compileModule(): Promise<() => Promise<PgQueryModule>> {
  const file = fileURLToPath(import.meta.resolve('libpg-query/wasm/libpg-query.wasm'));
  const compiled = await WebAssembly.compile(await readFile(file));
  return () =>
    createModule({
      // What it says before it gives up is about its memory, not for our log.
      print: () => undefined,
      printErr: () => undefined,
      instantiateWasm: (imports, receive) => {
        receive(new WebAssembly.Instance(compiled, imports));
      },
    });
}

/** Copies `text` into the module's memory for the time of `use`. */
function withText<T>(module: PgQueryModule, text: string, use: (pointer: number) => T): T {
  const size = module.lengthBytesUTF8(text) + 1;
  const pointer = module._malloc(size);
  if (pointer === 0) throw new Error('out of memory');
  module.stringToUTF8(text, pointer, size);
  const result = use(pointer);
  module._free(pointer);
  return result;
}

/** Struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; } */
function parseWith(module: PgQueryModule, text: string): ParseOutcome {
  return withText(module, text, (pointer) => {
    const result = module._wasm_parse_query_raw(pointer);
    if (result === 0) throw new Error('out of memory');
    const errorPointer = module.getValue(result + 8, 'i32');
    if (errorPointer !== 0) {
      // struct PgQueryError { char *message, *funcname, *filename; int lineno, cursorpos; char *context; }
      const message = module.UTF8ToString(module.getValue(errorPointer, 'i32'));
      const position = module.getValue(errorPointer + 16, 'i32');
      module._wasm_free_parse_result(result);
      if (!isSyntaxError(message)) throw new Error(message);
      return { kind: 'syntax-error', message, position };
    }
    const treePointer = module.getValue(result, 'i32');
    if (treePointer === 0) throw new Error('no tree');
    const json = module.UTF8ToString(treePointer);
    module._wasm_free_parse_result(result);
    if (json.length > MAX_TREE_BYTES)
      return { kind: 'unparsable', reason: 'the statement is too large to be judged' };
    return { kind: 'parsed', tree: JSON.parse(json) as ParsedText, bytes: BYTES_OF_JSON * json.length };
  });
}

/** Errors other than the grammar's own (memory, stack) end the instance. */
function isSyntaxError(message: string): boolean {
  return !/out of memory|stack depth|memory exhausted/i.test(message);
}

function scanWith(module: PgQueryModule, text: string): readonly Token[] | null {
  return withText(module, text, (pointer) => {
    const result = module._wasm_scan(pointer);
    const answer = module.UTF8ToString(result);
    module._wasm_free_string(result);
    return answer.startsWith('{') ? (JSON.parse(answer) as { tokens: readonly Token[] }).tokens : null;
  });
}
