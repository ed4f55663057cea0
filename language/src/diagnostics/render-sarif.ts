/**
 * Diagnostics as SARIF 2.1.0, for code scanning and for whatever else gathers findings.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Span } from '../source/source-text.ts';
import { type CheckRun, failureText } from './check-run.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';
import { escapedJson } from './escaped-json.ts';
import type { SourceLookup } from './render-text.ts';

/** The documentation of one code. */
export interface RuleHelp {
  /** A few words. */
  readonly title: string;
  /** The whole page, in Markdown. */
  readonly page: string;
}

export interface SarifTool {
  readonly version: string;
  /** Null for a code without a page. */
  readonly helpOf: (code: string) => RuleHelp | null;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The report as text. */
export function renderSarif(run: CheckRun, tool: SarifTool): string {
  return escapedJson(sarifLog(run, tool));
}

function sarifLog({ diagnostics, sources, failures }: CheckRun, { version, helpOf }: SarifTool) {
  const byCode = new Map(diagnostics.map((found) => [found.code, found]));
  const codes = [...byCode.keys()].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'dlpc',
            version,
            semanticVersion: version,
            rules: codes.flatMap((code) => {
              const found = byCode.get(code);
              return found === undefined ? [] : [ruleOf(found, helpOf(code))];
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map((failure) => ({
              level: 'error',
              message: { text: plain(failureText(failure)) },
              locations: [{ physicalLocation: { artifactLocation: artifactOf(failure.path) } }],
            })),
          },
        ],
        results: diagnostics.map((found) => resultOf(found, codes.indexOf(found.code), sources)),
      },
    ],
  };
}

function ruleOf({ code, name, severity }: Diagnostic, help: RuleHelp | null) {
  return {
    id: code,
    name,
    shortDescription: { text: help?.title ?? name },
    ...(help === null ? {} : { help: { text: help.page, markdown: help.page } }),
    defaultConfiguration: { level: severity },
  };
}

function resultOf(found: Diagnostic, ruleIndex: number, sources: SourceLookup) {
  const { code, severity, message, hint, span, related, fix } = found;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: plain(hint === null ? message : `${message}\nhint: ${hint}`) },
    locations: [{ physicalLocation: placeOf(span, sources) }],
    relatedLocations: related.map((place, id) => ({
      id,
      message: { text: plain(place.message) },
      physicalLocation: placeOf(place.span, sources),
    })),
    ...(fix === null ? {} : { fixes: fixesOf(fix, sources) }),
  };
}

/** One change for each file; a fix in a file whose text is not at hand cannot be placed, and is left out. */
function fixesOf({ title, edits }: Fix, sources: SourceLookup) {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  if (files.length === 0 || files.some((file) => sources(file) === null)) return [];
  const artifactChanges = files.map((file) => ({
    artifactLocation: artifactOf(file),
    replacements: edits
      .filter(({ span }) => span.file === file)
      .map(({ span, newText }) => ({
        deletedRegion: regionOf(span, sources),
        insertedContent: { text: newText },
      })),
  }));
  return [{ description: { text: plain(title) }, artifactChanges }];
}

function placeOf(span: Span, sources: SourceLookup) {
  const region = regionOf(span, sources);
  const artifactLocation = artifactOf(span.file);
  return region === null ? { artifactLocation } : { artifactLocation, region };
}

function regionOf(span: Span, sources: SourceLookup) {
  const source = sources(span.file);
  if (source === null) return null;
  const [start, end] = [source.positionAt(span.start), source.positionAt(span.end)];
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: span.start,
    charLength: span.end - span.start,
  };
}

/** A relative path stays relative: it is the reader who knows the root of the repository. */
function artifactOf(path: string): { readonly uri: string } {
  const encoded = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return { uri: `file://${encoded}` };
  return { uri: /^[A-Za-z]:\//.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded };
}

/** `[text](target)` is a link in a message, which no text of a policy shall make. */
function plain(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}
