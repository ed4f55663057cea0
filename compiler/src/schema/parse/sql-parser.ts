/**
 * PostgreSQL's own parser: libpg-query as WASM.
 *
 * Known hazard: a statement nested deeply enough ends the instance in a trap, after which its memory can no longer be
 * trusted. So an instance that failed in any way but a syntax error is dropped, and the next statement gets a new one.
 *
 * One instance serves the whole process: it keeps nothing of a statement, and starting one takes longer than most checks.
 */
import type { RawStmt } from 'libpg-query';
import createModule, { type PgQueryModule } from 'libpg-query/wasm/libpg-query.js';
import { isDeeperThan } from './depth.ts';
import { utf16OfCharacter } from './offsets.ts';

/** Levels of the tree; a query of ten nested subqueries has about 60. */
const MOST_DEPTH = 1000;

export type ParseOutcome =
  | { readonly kind: 'parsed'; readonly statements: readonly RawStmt[] }
  /** `offset` is in UTF-16 units of the statement. */
  | { readonly kind: 'syntax-error'; readonly message: string; readonly offset: number }
  /** Nested too deeply, for the parser or for those who read its tree. */
  | { readonly kind: 'failed' };

/** Memory of an instance does not shrink; one that has grown past what it starts with is replaced. */
const MOST_BYTES = 128 * 1024 * 1024;

let shared: Promise<PgQueryModule> | null = null;

export interface SqlParser {
  /** Never throws. The text must be free of U+0000, which would end it. */
  parse(text: string): Promise<ParseOutcome>;
}

/** A parser; its instance is made when first needed. */
export function createSqlParser(): SqlParser {
  return {
    async parse(text) {
      shared ??= createModule();
      const used = shared;
      const drop = (): void => {
        if (shared === used) shared = null;
      };
      const instance = await used;
      try {
        const outcome = parseWith(instance, text);
        if (instance.HEAPU8.length > MOST_BYTES) drop();
        return outcome;
      } catch {
        drop();
        return { kind: 'failed' };
      }
    },
  };
}

/** struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; } */
function parseWith(module: PgQueryModule, text: string): ParseOutcome {
  const size = module.lengthBytesUTF8(text) + 1;
  const pointer = module._malloc(size);
  module.stringToUTF8(text, pointer, size);
  const result = module._wasm_parse_query_raw(pointer);
  module._free(pointer);
  if (pointer === 0 || result === 0) throw new Error('out of memory');
  const outcome = readResult(module, result, text);
  module._wasm_free_parse_result(result);
  return outcome;
}

/** struct PgQueryError { char *message, *funcname, *filename; int lineno, cursorpos; char *context; } */
function readResult(module: PgQueryModule, result: number, text: string): ParseOutcome {
  const error = module.getValue(result + 8, 'i32');
  if (error === 0) {
    const tree = JSON.parse(module.UTF8ToString(module.getValue(result, 'i32'))) as { stmts?: RawStmt[] };
    if (isDeeperThan(tree, MOST_DEPTH)) return { kind: 'failed' };
    return { kind: 'parsed', statements: tree.stmts ?? [] };
  }
  const message = module.UTF8ToString(module.getValue(error, 'i32'));
  // What is no error of the grammar leaves the instance in doubt.
  if (/stack depth|out of memory|memory exhausted/i.test(message)) throw new Error(message);
  const position = module.getValue(error + 16, 'i32');
  return { kind: 'syntax-error', message, offset: utf16OfCharacter(text, Math.max(0, position - 1)) };
}
