/** The stages of the pipeline between reading and emitting, with a schema that was read before: for many policies over one. */
import {
  type Diagnostic,
  type ParsedFile,
  type PolicyFile,
  parsePolicyFile,
  SourceText,
} from '@dlpc/language';
import { bindProgram } from '../../../compiler/src/bind/bind-program.ts';
import { checkProgram } from '../../../compiler/src/check/check-program.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { lowerProgram } from '../../../compiler/src/lower/lower-program.ts';
import { type RowConditions, readRowConditions } from '../../../compiler/src/read-row-conditions.ts';
import type { Schema } from '../../../compiler/src/schema/model.ts';

export interface Compiled {
  readonly ast: PolicyFile;
  readonly diagnostics: readonly Diagnostic[];
  /** Null where there is an error. */
  readonly sources: readonly IrSource[] | null;
}

/** Compiles one file, all of whose databases have this schema; without filters, whose SQL takes time to be read. */
export function compileWith(schema: Schema, text: string): Compiled {
  return compileParsed(schema, text, parsePolicyFile('p.dlp', text), new Map());
}

/** The same, with filters. */
export async function compileWithFilters(schema: Schema, text: string): Promise<Compiled> {
  const parsed = parsePolicyFile('p.dlp', text);
  return compileParsed(schema, text, parsed, await readRowConditions([parsed.ast]));
}

function compileParsed(
  schema: Schema,
  text: string,
  { ast, diagnostics: syntax }: ParsedFile,
  rowConditions: RowConditions,
): Compiled {
  const databases = ast.declarations.filter((declaration) => declaration.kind === 'DatabaseDeclaration');
  const schemas = new Map(databases.map((declaration) => [declaration, schema]));
  const syntaxComplete = syntax.length === 0;
  const bound = bindProgram({ files: [ast], schemas, rowConditions, syntaxComplete });
  const checked = checkProgram(bound.program, Date.UTC(2026, 0, 1));
  const diagnostics = [...syntax, ...bound.diagnostics, ...checked.diagnostics];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ast, diagnostics, sources: null };
  const files = new Map([['p.dlp', { source: new SourceText('p.dlp', text), ast, path: 'p.dlp' }]]);
  return { ast, diagnostics, sources: lowerProgram(checked.checked, files) };
}
