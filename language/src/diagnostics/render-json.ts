/**
 * Diagnostics for programs. The form is stable: fields are only ever added, and a change of meaning raises `version`.
 * docs/diagnostics-json.md describes it.
 */
import type { Position, Span } from '../source/source-text.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { escapedJson } from './escaped-json.ts';
import type { SourceLookup } from './render-text.ts';

/** Lines and columns count from 1, offsets from 0; columns and offsets in UTF-16 units. The end is exclusive. */
export interface JsonRange {
  readonly start: Position & { readonly offset: number };
  readonly end: Position & { readonly offset: number };
}

interface JsonPlace {
  readonly file: string;
  /** Null where the file could not be read. */
  readonly range: JsonRange | null;
}

export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly fix: {
    readonly title: string;
    readonly edits: readonly (JsonPlace & { readonly newText: string })[];
  } | null;
}

export interface JsonReport {
  readonly version: 1;
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly summary: { readonly errors: number; readonly warnings: number };
}

/** The report as a value. */
export function jsonReport(diagnostics: readonly Diagnostic[], sources: SourceLookup): JsonReport {
  const place = (span: Span): JsonPlace => ({ file: span.file, range: rangeOf(span, sources) });
  const count = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length;
  return {
    version: 1,
    diagnostics: diagnostics.map((d) => ({
      code: d.code,
      name: d.name,
      severity: d.severity,
      message: d.message,
      ...place(d.span),
      hint: d.hint,
      related: d.related.map((r) => ({ message: r.message, ...place(r.span) })),
      fix: d.fix && {
        title: d.fix.title,
        edits: d.fix.edits.map((edit) => ({ ...place(edit.span), newText: edit.newText })),
      },
    })),
    summary: { errors: count('error'), warnings: count('warning') },
  };
}

/**
 * The report as text, in ASCII controls and all, so that printing it cannot change a terminal. `more` are fields that a
 * command adds of its own.
 */
export function renderJson(
  diagnostics: readonly Diagnostic[],
  sources: SourceLookup,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return escapedJson({ ...jsonReport(diagnostics, sources), ...more });
}

function rangeOf(span: Span, sources: SourceLookup): JsonRange | null {
  const source = sources(span.file);
  if (source === null) return null;
  return {
    start: { ...source.positionAt(span.start), offset: span.start },
    end: { ...source.positionAt(span.end), offset: span.end },
  };
}
