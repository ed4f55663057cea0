import { readFile } from 'node:fs/promises';
import { diagnostic, jsonReport, parsePolicyFile, renderJson, SourceText } from '@dlpc/language';
import { describe, expect, it } from 'vitest';

describe('renderJson', () => {
  it('gives what the documentation shows', async () => {
    const page = await readFile(new URL('../../../docs/diagnostics-json.md', import.meta.url), 'utf8');
    const [, text = '', report] =
      /^```dlp\n([\s\S]*?)^```$[\s\S]*^```json\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const source = new SourceText('support.dlp', text);
    expect(renderJson(parsePolicyFile(source.file, text).diagnostics, () => source)).toBe(report);
  });

  it('gives the documented report', () => {
    const source = new SourceText('a.dlp', 'label a\r\ndatabase crm form "crm.sql"\n');
    const { diagnostics } = parsePolicyFile(source.file, source.text);
    expect(jsonReport(diagnostics, () => source)).toMatchInlineSnapshot(`
      {
        "diagnostics": [
          {
            "code": "DLP1010",
            "file": "a.dlp",
            "fix": {
              "edits": [
                {
                  "file": "a.dlp",
                  "newText": "from",
                  "range": {
                    "end": {
                      "column": 18,
                      "line": 2,
                      "offset": 26,
                    },
                    "start": {
                      "column": 14,
                      "line": 2,
                      "offset": 22,
                    },
                  },
                },
              ],
              "title": "Write \`from\`",
            },
            "hint": "did you mean \`from\`?",
            "message": "expected \`from\` and the path of a schema, found \`form\`",
            "name": "unexpected-token",
            "range": {
              "end": {
                "column": 18,
                "line": 2,
                "offset": 26,
              },
              "start": {
                "column": 14,
                "line": 2,
                "offset": 22,
              },
            },
            "related": [],
            "severity": "error",
          },
        ],
        "summary": {
          "errors": 1,
          "warnings": 0,
        },
        "version": 1,
      }
    `);
    expect(JSON.parse(renderJson(diagnostics, () => source))).toEqual(jsonReport(diagnostics, () => source));
  });

  it('names related places, and files without a text', () => {
    const source = new SourceText('a.dlp', 'policy p for x {');
    const { diagnostics } = parsePolicyFile(source.file, source.text);
    expect(jsonReport(diagnostics, () => null).diagnostics[0]).toMatchObject({ file: 'a.dlp', range: null });
    expect(jsonReport(diagnostics, () => source).diagnostics[0]?.related).toMatchObject([
      { message: 'it was opened here', file: 'a.dlp', range: { start: { line: 1, column: 16, offset: 15 } } },
    ]);
    expect(jsonReport([], () => null)).toEqual({
      version: 1,
      diagnostics: [],
      summary: { errors: 0, warnings: 0 },
    });
  });

  it('escapes what a terminal would act on', () => {
    const found = [
      diagnostic(
        'unexpected-character',
        { file: 'a', start: 0, end: 0 },
        { text: '\u009B2J\u202E\u{E0041}' },
      ),
    ];
    const text = renderJson(found, () => null);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(JSON.parse(text)).toEqual(jsonReport(found, () => null));
  });
});
