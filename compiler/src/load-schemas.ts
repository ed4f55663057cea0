/** Loads the schema that each `database` declaration names. */
import { type DatabaseDeclaration, type Diagnostic, diagnostic, SourceText, type Span } from '@dlpc/language';
import type { Host } from './host/host.ts';
import { resolveBeside } from './host/paths.ts';
import { loadSchema, type SchemaLoad } from './schema/load-schema.ts';
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

/** Loads each schema once, however many declarations name it. */
export async function loadSchemas(
  host: Host,
  declarations: readonly DatabaseDeclaration[],
): Promise<LoadedSchemas> {
  const schemas = new Map<DatabaseDeclaration, Schema>();
  const texts = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const loads = new Map<string, SchemaLoad>();
  for (const declaration of declarations) {
    const { from } = declaration;
    const path = resolveBeside(from.span.file, from.value);
    let load = loads.get(path);
    if (load === undefined) {
      const read = await host.readText(path, MAX_BYTES);
      if (!read.ok) {
        const params = { path: from.value, reason: read.failure.reason };
        diagnostics.push(diagnostic('unreadable-schema', from.span, params));
        continue;
      }
      load = await loadSchema(path, read.text);
      loads.set(path, load);
      const text = new SourceText(path, read.text);
      texts.set(path, text);
      for (const problem of load.problems) diagnostics.push(problemDiagnostic(problem, text, from.span));
    }
    if (load.schema !== null) schemas.set(declaration, load.schema);
  }
  return { schemas, texts, diagnostics };
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
