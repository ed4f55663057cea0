import { renderSarif } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRun, run, runOf } from './check-run-fixture.ts';
import { sarifMistakes } from './sarif-shape.ts';

const tool = {
  version: '1.2.3',
  helpOf: (code: string) =>
    code === 'DLP2003' ? { title: 'no such column', page: '# DLP2003: no such column' } : null,
};

const sarif = (...args: Parameters<typeof runOf>) => JSON.parse(renderSarif(runOf(...args), tool));

describe('renderSarif', () => {
  it('is what the standard asks for', () => {
    expect(sarifMistakes(JSON.parse(renderSarif(checkRun(), tool)))).toEqual([]);
    expect(sarifMistakes(JSON.parse(renderSarif(run([]), tool)))).toEqual([]);
    expect(sarifMistakes({ version: '2.1.0', runs: [{ results: [{}] }], more: 1 })).toEqual([
      '$.runs[0].tool is missing',
      '$.runs[0].results[0].message is missing',
      '$.more is unknown',
    ]);
  });

  it('has the rules with their documentation, and the results with places and fixes', () => {
    const { runs } = JSON.parse(renderSarif(checkRun(), tool));
    expect(runs).toMatchInlineSnapshot(`
      [
        {
          "columnKind": "utf16CodeUnits",
          "invocations": [
            {
              "executionSuccessful": false,
              "toolExecutionNotifications": [
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "gone",
                        },
                      },
                    },
                  ],
                  "message": {
                    "text": "\`gone\` cannot be read: there is no such file",
                  },
                },
              ],
            },
          ],
          "results": [
            {
              "fixes": [
                {
                  "artifactChanges": [
                    {
                      "artifactLocation": {
                        "uri": "policies/my%20desk.dlp",
                      },
                      "replacements": [
                        {
                          "deletedRegion": {
                            "charLength": 5,
                            "charOffset": 37,
                            "endColumn": 33,
                            "endLine": 2,
                            "startColumn": 28,
                            "startLine": 2,
                          },
                          "insertedContent": {
                            "text": "email",
                          },
                        },
                      ],
                    },
                  ],
                  "description": {
                    "text": "Write \`email\`",
                  },
                },
              ],
              "level": "error",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies/my%20desk.dlp",
                    },
                    "region": {
                      "charLength": 5,
                      "charOffset": 37,
                      "endColumn": 33,
                      "endLine": 2,
                      "startColumn": 28,
                      "startLine": 2,
                    },
                  },
                },
              ],
              "message": {
                "text": "\`customers\` has no column \`emial\`
      hint: did you mean \`email\`?",
              },
              "relatedLocations": [
                {
                  "id": 0,
                  "message": {
                    "text": "the schema is named here",
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies/crm.sql",
                    },
                    "region": {
                      "charLength": 9,
                      "charOffset": 13,
                      "endColumn": 23,
                      "endLine": 1,
                      "startColumn": 14,
                      "startLine": 1,
                    },
                  },
                },
              ],
              "ruleId": "DLP2003",
              "ruleIndex": 0,
            },
            {
              "level": "warning",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "policies/crm.sql",
                    },
                    "region": {
                      "charLength": 13,
                      "charOffset": 37,
                      "endColumn": 14,
                      "endLine": 2,
                      "startColumn": 1,
                      "startLine": 2,
                    },
                  },
                },
              ],
              "message": {
                "text": "this is not known",
              },
              "relatedLocations": [],
              "ruleId": "DLP5003",
              "ruleIndex": 1,
            },
          ],
          "tool": {
            "driver": {
              "name": "dlpc",
              "rules": [
                {
                  "defaultConfiguration": {
                    "level": "error",
                  },
                  "help": {
                    "markdown": "# DLP2003: no such column",
                    "text": "# DLP2003: no such column",
                  },
                  "id": "DLP2003",
                  "name": "unknown-column",
                  "shortDescription": {
                    "text": "no such column",
                  },
                },
                {
                  "defaultConfiguration": {
                    "level": "warning",
                  },
                  "id": "DLP5003",
                  "name": "schema-caveat",
                  "shortDescription": {
                    "text": "schema-caveat",
                  },
                },
              ],
              "semanticVersion": "1.2.3",
              "version": "1.2.3",
            },
          },
        },
      ]
    `);
  });

  it.each([
    ['a b/ü%.dlp', 'a%20b/%C3%BC%25.dlp'],
    ['../x.dlp', '../x.dlp'],
    ['/srv/x y.dlp', 'file:///srv/x%20y.dlp'],
    ['C:/x.dlp', 'file:///C:/x.dlp'],
    ['a:b.dlp', 'a%3Ab.dlp'],
  ])('names %s as a URI', (file, uri) => {
    expect(sarif('x', file).runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri },
    });
  });

  it('no text of a policy makes a link', () => {
    expect(sarif('see [here](https://evil.example) \\').runs[0].results[0].message.text).toBe(
      'see \\[here\\](https://evil.example) \\\\',
    );
  });

  it('is a report whatever stands in a text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (message, file) => {
          const text = renderSarif(runOf(message, file), tool);
          expect(text).not.toMatch(/[^\P{C}\n]/u);
          expect(sarifMistakes(JSON.parse(text))).toEqual([]);
        },
      ),
    );
  });
});
