/** The language package's public face. */
export { catalog, type DiagnosticName, type DiagnosticParams } from './diagnostics/catalog.ts';
export {
  type Diagnostic,
  type DiagnosticExtras,
  diagnostic,
  type Fix,
  type RelatedPlace,
  type Severity,
  type TextEdit,
} from './diagnostics/diagnostic.ts';
export { limits } from './limits.ts';
export { editDistance, nearest } from './nearest.ts';
export { type ParsedFile, parsePolicyFile } from './parse.ts';
export { type Position, SourceText, type Span } from './source/source-text.ts';
export type * from './syntax/ast.ts';
export { type Keyword, type KeywordRole, keywords } from './syntax/keywords.ts';
