/** What a stage reports about a text. A value: rendering it for a terminal, a CI system or an editor is another file's work. */
import type { Span } from '../source/source-text.ts';
import type { Severity } from './catalog/entry.ts';
import { catalog, type DiagnosticName, type DiagnosticParams } from './catalog.ts';

export type { Severity };

/** A replacement of one range; an insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that mends the mistake, for an editor to offer. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Another place that belongs to the mistake, such as the first of two definitions. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

export interface Diagnostic {
  /** Stable, for example `DLP2001`. */
  readonly code: string;
  readonly name: DiagnosticName;
  readonly severity: Severity;
  /** One sentence without a full stop, user text in backticks. */
  readonly message: string;
  readonly span: Span;
  /** What to do about it, where that can be said. */
  readonly hint: string | null;
  readonly related: readonly RelatedPlace[];
  readonly fix: Fix | null;
}

export interface DiagnosticExtras {
  readonly hint?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fix?: Fix;
}

/** Builds the diagnostic `name` of the catalog; its parameters are typed by the entry. */
export function diagnostic<N extends DiagnosticName>(
  name: N,
  span: Span,
  params: DiagnosticParams<N>,
  extras: DiagnosticExtras = {},
): Diagnostic {
  const entry = catalog[name];
  // Each entry's functions take that entry's parameters; TypeScript cannot correlate the union by `name`.
  const message = (entry.message as (p: DiagnosticParams<N>) => string)(params);
  const hint =
    extras.hint ?? (entry.hint as ((p: DiagnosticParams<N>) => string | null) | undefined)?.(params) ?? null;
  return {
    code: entry.code,
    name,
    severity: entry.severity,
    message,
    span,
    hint,
    related: extras.related ?? [],
    fix: extras.fix ?? null,
  };
}
