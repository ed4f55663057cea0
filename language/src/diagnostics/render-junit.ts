/** Diagnostics as JUnit XML, which most CI systems show as tests: each file is one, and fails where it has an error. */
import { type CheckRun, failureText } from './check-run.ts';
import type { Diagnostic } from './diagnostic.ts';
import { renderSummary, renderText } from './render-text.ts';
import { escapeXml, xmlElement } from './xml-element.ts';

/** The report. A file that only diagnostics name, such as a schema, is a test too. */
export function renderJunit({ files, diagnostics, sources, failures }: CheckRun): string {
  const byFile = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  for (const found of diagnostics) {
    const list = byFile.get(found.span.file);
    if (list === undefined) byFile.set(found.span.file, [found]);
    else list.push(found);
  }
  const text = (found: readonly Diagnostic[]) => renderText(found, sources, { colour: false });
  const cases = [...byFile].map(([file, found]) => {
    const errors = found.filter(({ severity }) => severity === 'error');
    const warnings = found.filter(({ severity }) => severity === 'warning');
    return testCase(file, [
      ...(errors.length === 0 ? [] : [failure(errors, text(errors))]),
      ...(warnings.length === 0 ? [] : [xmlElement('system-out', {}, escapeXml(text(warnings)))]),
    ]);
  });
  const unread = failures.map((input) =>
    testCase(input.path, [xmlElement('error', { message: failureText(input), type: 'unreadable' }, '')]),
  );
  const counts = {
    tests: byFile.size + failures.length,
    failures: [...byFile.values()].filter((found) => found.some(({ severity }) => severity === 'error'))
      .length,
    errors: failures.length,
  };
  const suite = xmlElement(
    'testsuite',
    { name: 'dlpc check', ...counts },
    `\n${[...cases, ...unread].join('')}`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('testsuites', { name: 'dlpc', ...counts }, `\n${suite}\n`)}\n`;
}

function testCase(file: string, children: readonly string[]): string {
  const attributes = { name: file, classname: 'dlpc.check', file };
  return `${xmlElement('testcase', attributes, children.map((child) => `\n${child}`).join(''))}\n`;
}

/** Readers expect one failure in a test; its text holds all of them. */
function failure(errors: readonly Diagnostic[], text: string): string {
  const [first] = errors;
  const message = errors.length === 1 ? (first?.message ?? '') : renderSummary(errors);
  return xmlElement('failure', { message, type: first?.code ?? '' }, escapeXml(text));
}
