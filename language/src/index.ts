/** The language package's public face. */
export { catalog, type DiagnosticName, type DiagnosticParams } from './diagnostics/catalog.ts';
export { type CheckRun, failureText, type UnreadInput } from './diagnostics/check-run.ts';
export { type ColourEnvironment, type Painter, painter, wantsColour } from './diagnostics/colour.ts';
export {
  type Diagnostic,
  type DiagnosticExtras,
  diagnostic,
  type Fix,
  type RelatedPlace,
  type Severity,
  type TextEdit,
} from './diagnostics/diagnostic.ts';
export { escapedJson } from './diagnostics/escaped-json.ts';
export { renderGithub } from './diagnostics/render-github.ts';
export {
  type JsonDiagnostic,
  type JsonRange,
  type JsonReport,
  jsonReport,
  renderJson,
} from './diagnostics/render-json.ts';
export { renderJunit } from './diagnostics/render-junit.ts';
export { type RuleHelp, renderSarif, type SarifTool } from './diagnostics/render-sarif.ts';
export {
  type RenderOptions,
  renderSummary,
  renderText,
  type SourceLookup,
} from './diagnostics/render-text.ts';
export { printable } from './diagnostics/visible-text.ts';
export { workflowCommand } from './diagnostics/workflow-command.ts';
export { escapeXml, xmlElement } from './diagnostics/xml-element.ts';
export { type FormattedText, formatText, printPolicyFile } from './format/format.ts';
export { limits } from './limits.ts';
export { editDistance, nearest } from './nearest.ts';
export { type ParsedFile, parsePolicyFile } from './parse.ts';
export { type Position, SourceText, type Span } from './source/source-text.ts';
export type * from './syntax/ast.ts';
export { childrenOf } from './syntax/child-keys.ts';
export type {
  Expected,
  LiteralRole,
  NameRole,
  Place,
  TextRole,
  WrittenToken,
} from './syntax/expected/expected.ts';
export { expectedAt, joiningMarksAt } from './syntax/expected/expected-at.ts';
export { type Keyword, type KeywordRole, keywords } from './syntax/keywords.ts';
export { quote } from './syntax/literals.ts';
export { nameText } from './syntax/name-text.ts';
export { nodeAt, nodesAt } from './syntax/node-at.ts';
export { type Visitor, visit } from './syntax/visit.ts';
