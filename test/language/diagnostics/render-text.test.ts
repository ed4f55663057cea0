import { stripVTControlCharacters } from 'node:util';
import {
  type Diagnostic,
  diagnostic,
  parsePolicyFile,
  renderSummary,
  renderText,
  SourceText,
} from '@dlpc/language';
import { describe, expect, it } from 'vitest';

function render(text: string, diagnostics?: readonly Diagnostic[]): string {
  const source = new SourceText('policies/a.dlp', text);
  const found = diagnostics ?? parsePolicyFile(source.file, text).diagnostics;
  return renderText(found, (file) => (file === source.file ? source : null), { colour: false, width: 60 });
}

/** One diagnostic over `length` characters from where `at` begins. */
function mark(text: string, at: string, length = at.length): readonly Diagnostic[] {
  const start = text.indexOf(at);
  return [diagnostic('empty-name', { file: 'policies/a.dlp', start, end: start + length }, {})];
}

describe('renderText', () => {
  it('shows the sentence, the place, the line, its underline, the hint and the fix', () => {
    expect(render('label a\ndatabase crm form "crm.sql"\n')).toMatchInlineSnapshot(`
      "error[DLP1010]: expected \`from\` and the path of a schema, found \`form\`
       --> policies/a.dlp:2:14
        |
      2 | database crm form "crm.sql"
        |              ^^^^
      hint: did you mean \`from\`?
      fix: Write \`from\`
      "
    `);
  });

  it('shows related places and aligns all line numbers', () => {
    const text = `${'label a\n'.repeat(8)}policy p for x {\n  on crm {\n    allow select on t\n  }\nlabel b\n`;
    expect(render(text)).toMatchInlineSnapshot(`
      "error[DLP1011]: expected \`}\` before \`label\`
        --> policies/a.dlp:13:1
         |
      13 | label b
         | ^^^^^
      note: it was opened here
        --> policies/a.dlp:9:16
         |
       9 | policy p for x {
         |                ^
      "
    `);
  });

  it('aligns the underline below tabs and wide characters', () => {
    const text = '\tlabel "数据" größe 😀 x';
    expect(render(text, mark(text, 'x'))).toMatchInlineSnapshot(`
      "error[DLP1009]: a name cannot be empty
       --> policies/a.dlp:1:22
        |
      1 |     label "数据" größe 😀 x
        |                           ^
      "
    `);
    expect(render(text, mark(text, '"数据"'))).toMatchInlineSnapshot(`
      "error[DLP1009]: a name cannot be empty
       --> policies/a.dlp:1:8
        |
      1 |     label "数据" größe 😀 x
        |           ^^^^^^
      "
    `);
  });

  it('cuts a long line around what is marked', () => {
    const text = `label ${'a'.repeat(200)} here ${'b'.repeat(200)}`;
    expect(render(text, mark(text, 'here'))).toMatchInlineSnapshot(`
      "error[DLP1009]: a name cannot be empty
       --> policies/a.dlp:1:208
        |
      1 | …aaaaaaaaaaaaaaaaaaa here bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
        |                      ^^^^
      "
    `);
    expect(render(text, mark(text, 'a', 100))).toMatchInlineSnapshot(`
      "error[DLP1009]: a name cannot be empty
       --> policies/a.dlp:1:2
        |
      1 | label aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
        |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      "
    `);
  });

  it('underlines the first line of several, and the end of the file', () => {
    const text = 'label a {\n  b\n}';
    expect(render(text, mark(text, text))).toMatchInlineSnapshot(`
      "error[DLP1009]: a name cannot be empty
       --> policies/a.dlp:1:1
        |
      1 | label a {
        | ^^^^^^^^^
      "
    `);
    expect(render('policy')).toMatchInlineSnapshot(`
      "error[DLP1010]: expected the name of the policy, found the end of the file
       --> policies/a.dlp:1:7
        |
      1 | policy
        |       ^
      "
    `);
  });

  it('lets no control character of the source, the message or the file name through', () => {
    const text = 'label \u001B[31m\u202E\u0007x';
    const file = 'a\u001B]0;b\u0007.dlp';
    const found = [
      diagnostic('unexpected-character', { file, start: 6, end: 8 }, { text: '\u001B[2J\n\u009B' }),
    ];
    const rendered = renderText(found, () => new SourceText(file, text), { colour: false });
    expect(rendered).not.toMatch(/[^\P{C}\n]/u);
    expect(rendered).toMatchInlineSnapshot(`
      "error[DLP1001]: \`\\u{1b}[2J\\n\\u{9b}\` does not belong here
       --> a\\u{1b}]0;b\\u{7}.dlp:1:7
        |
      1 | label \\u{1b}[31m\\u{202e}\\u{7}x
        |       ^^^^^^^
      "
    `);
  });

  it('names a file that could not be read', () => {
    const found = [diagnostic('empty-name', { file: 'b.sql', start: 0, end: 0 }, {})];
    expect(render('', found)).toBe('error[DLP1009]: a name cannot be empty\n --> b.sql\n');
  });

  it('colours only where it is asked to', () => {
    const text = 'label ""';
    const source = new SourceText('policies/a.dlp', text);
    const coloured = renderText(mark(text, '""'), () => source, { colour: true });
    expect(coloured).toContain('\u001B[1;31merror[DLP1009]\u001B[0m');
    expect(stripVTControlCharacters(coloured)).toBe(render(text, mark(text, '""')));
  });

  it('counts', () => {
    const [one] = mark('""', '""');
    const warning: Diagnostic = { ...(one as Diagnostic), severity: 'warning' };
    expect(renderSummary([])).toBe('no mistakes');
    expect(renderSummary([one as Diagnostic])).toBe('1 error');
    expect(renderSummary([one as Diagnostic, warning, warning])).toBe('1 error and 2 warnings');
  });
});
