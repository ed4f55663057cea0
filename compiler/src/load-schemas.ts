/** Loads the schema that each `database` declaration names: a file, or a folder of migrations. */
import { type DatabaseDeclaration, type Diagnostic, diagnostic, SourceText, type Span } from '@dlpc/language';
import type { Host } from './host/host.ts';
import { resolveBeside } from './host/paths.ts';
import { readMigrations } from './read-migrations.ts';
import { loadMigrations, loadSchema, type SchemaText } from './schema/load-schema.ts';
import type { Schema } from './schema/model.ts';
import type { SchemaProblem } from './schema/problem.ts';

const MAX_BYTES = 64 * 1024 * 1024;

export interface LoadedSchemas {
  /** A declaration whose schema could not be read at all is missing. */
  readonly schemas: ReadonlyMap<DatabaseDeclaration, Schema>;
  /** The texts of all schema files, by path: diagnostics point into them. */
  readonly texts: ReadonlyMap<string, SourceText>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a path led to. */
interface Load {
  readonly schema: Schema | null;
  readonly texts: readonly SchemaText[];
  readonly problems: ReadonlyMap<string, readonly SchemaProblem[]>;
  /** Sentences about the folder as a whole. */
  readonly caveats: readonly string[];
}

/** What was loaded, by path. Whoever keeps one vouches that the files do not change. */
export type SchemaCache = Map<string, Load>;

/** Loads each schema once, however many declarations name it. */
export async function loadSchemas(
  host: Host,
  declarations: readonly DatabaseDeclaration[],
  cache: SchemaCache = new Map(),
): Promise<LoadedSchemas> {
  const schemas = new Map<DatabaseDeclaration, Schema>();
  const texts = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const declaration of declarations) {
    const { from } = declaration;
    const path = resolveBeside(from.span.file, from.value);
    const load = cache.get(path) ?? (await loadPath(host, path));
    if (typeof load === 'string') {
      diagnostics.push(diagnostic('unreadable-schema', from.span, { path: from.value, reason: load }));
      continue;
    }
    cache.set(path, load);
    if (!seen.has(path)) {
      seen.add(path);
      diagnostics.push(...diagnosticsOf(load, from.span));
      for (const { path: file, text } of load.texts) texts.set(file, new SourceText(file, text));
    }
    if (load.schema !== null) schemas.set(declaration, load.schema);
  }
  return { schemas, texts, diagnostics };
}

/** Loads a file or a folder; half a sentence where nothing could be read. */
async function loadPath(host: Host, path: string): Promise<Load | string> {
  const read = await host.readText(path, MAX_BYTES);
  if (read.ok) {
    const { schema, problems } = await loadSchema(path, read.text);
    return { schema, texts: [{ path, text: read.text }], problems: new Map([[path, problems]]), caveats: [] };
  }
  if (read.failure.kind !== 'directory') return read.failure.reason;
  const migrations = await readMigrations(host, path);
  if (!migrations.ok) return migrations.reason;
  const { texts, caveats } = migrations;
  return { ...(await loadMigrations(texts)), texts, caveats };
}

function diagnosticsOf({ texts, problems, caveats }: Load, from: Span): readonly Diagnostic[] {
  const inFiles = texts.flatMap(({ path, text }) => {
    const source = new SourceText(path, text);
    return (problems.get(path) ?? []).map((problem) => problemDiagnostic(problem, source, from));
  });
  return [...caveats.map((problem) => diagnostic('schema-caveat', from, { problem })), ...inFiles];
}

function problemDiagnostic(problem: SchemaProblem, text: SourceText, from: Span): Diagnostic {
  const span = problem.offset === null ? from : text.span(problem.offset, wordEnd(text.text, problem.offset));
  return diagnostic(
    problem.severity === 'error' ? 'invalid-schema' : 'schema-caveat',
    span,
    { problem: problem.message },
    span === from ? {} : { related: [{ message: 'the schema is named here', span: from }] },
  );
}

/** The end of the word, or of the one character, that stands at `offset`. */
function wordEnd(text: string, offset: number): number {
  const word = /[\p{L}\p{N}_$]+|./suy;
  word.lastIndex = offset;
  return offset + (word.exec(text)?.[0].length ?? 0);
}
