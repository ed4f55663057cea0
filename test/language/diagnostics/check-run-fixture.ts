/** A run with a mistake that has a hint, a fix and a second place, a warning, and what could not be read. */
import { type CheckRun, type Diagnostic, diagnostic, SourceText } from '@dlpc/language';

const POLICY = new SourceText('policies/my desk.dlp', 'label pii\nclassify pii crm.customers.emial\n');
const SCHEMA = new SourceText('policies/crm.sql', 'create table customers (email text);\ndo $$ end $$;\n');

/** Diagnostics with each part that a renderer can meet. */
export function checkRun(): CheckRun {
  const span = POLICY.span(37, 42);
  const misspelt = diagnostic(
    'unknown-column',
    span,
    { name: 'emial', relation: 'customers', known: ['email'], nearest: 'email' },
    {
      related: [{ message: 'the schema is named here', span: SCHEMA.span(13, 22) }],
      fix: { title: 'Write `email`', edits: [{ span, newText: 'email' }] },
    },
  );
  const caveat = diagnostic('schema-caveat', SCHEMA.span(37, 50), { problem: 'this is not known' });
  return run([misspelt, caveat], [{ path: 'gone', reason: 'there is no such file' }]);
}

/** One diagnostic of this message, in a file of this name. */
export function runOf(message: string, file = POLICY.file): CheckRun {
  const found = diagnostic('invalid-schema', { file, start: 0, end: 5 }, { problem: message });
  return run([found]);
}

/** A report on `diagnostics`. */
export function run(diagnostics: readonly Diagnostic[], failures: CheckRun['failures'] = []): CheckRun {
  const sources = new Map([POLICY, SCHEMA].map((source) => [source.file, source]));
  return {
    files: [POLICY.file, 'policies/fine.dlp'],
    diagnostics,
    sources: (file) => sources.get(file) ?? null,
    failures,
  };
}
