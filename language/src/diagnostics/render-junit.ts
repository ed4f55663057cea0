/** Diagnostics as JUnit XML, which most CI systems show as tests: each file is one, and fails where it has an error. */
import { type CheckRun, failureText } from './check-run.ts';
import type { Diagnostic } from './diagnostic.ts';
import { renderSummary, renderText } from './render-text.ts';
import { printable } from './visible-text.ts';

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
      ...(warnings.length === 0 ? [] : [element('system-out', {}, escapeXml(text(warnings)))]),
    ]);
  });
  const unread = failures.map((input) =>
    testCase(input.path, [element('error', { message: failureText(input), type: 'unreadable' }, '')]),
  );
  const counts = {
    tests: byFile.size + failures.length,
    failures: [...byFile.values()].filter((found) => found.some(({ severity }) => severity === 'error'))
      .length,
    errors: failures.length,
  };
  const suite = element(
    'testsuite',
    { name: 'dlpc check', ...counts },
    `\n${[...cases, ...unread].join('')}`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'dlpc', ...counts }, `\n${suite}\n`)}\n`;
}

function testCase(file: string, children: readonly string[]): string {
  const attributes = { name: file, classname: 'dlpc.check', file };
  return `${element('testcase', attributes, children.map((child) => `\n${child}`).join(''))}\n`;
}

/** Readers expect one failure in a test; its text holds all of them. */
function failure(errors: readonly Diagnostic[], text: string): string {
  const [first] = errors;
  const message = errors.length === 1 ? (first?.message ?? '') : renderSummary(errors);
  return element('failure', { message, type: first?.code ?? '' }, escapeXml(text));
}

/** `content` is XML already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string,
): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(printable(String(value)))}"`,
  );
  return content === '' ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 has no way to say becomes a replacement character; the text has been made printable before. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
