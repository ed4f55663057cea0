import { renderJunit } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRun, run, runOf } from './check-run-fixture.ts';

interface XmlElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** A strict reader of the XML that has no more than elements, attributes and the five entities. */
function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const header = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(xml.startsWith(header)).toBe(true);
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  const body = xml.slice(header.length);
  let end = 0;
  for (let match = token.exec(body); match !== null; match = token.exec(body)) {
    end = token.lastIndex;
    const [, closes, name = '', attributes = '', empty, text] = match;
    const top = open.at(-1) ?? root;
    if (text !== undefined) top.text += decoded(text);
    else if (closes === '/') expect(open.pop()?.name).toBe(name);
    else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        decoded(value),
      ]);
      const element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  expect([end, open.length]).toEqual([body.length, 1]);
  const [only] = root.children;
  if (only === undefined) throw new Error('there is no element');
  return only;
}

function decoded(text: string): string {
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

describe('renderJunit', () => {
  it('has a test for each file', () => {
    expect(renderJunit(checkRun())).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="dlpc" tests="4" failures="1" errors="1">
      <testsuite name="dlpc check" tests="4" failures="1" errors="1">
      <testcase name="policies/my desk.dlp" classname="dlpc.check" file="policies/my desk.dlp">
      <failure message="\`customers\` has no column \`emial\`" type="DLP2003">error[DLP2003]: \`customers\` has no column \`emial\`
       --&gt; policies/my desk.dlp:2:28
        |
      2 | classify pii crm.customers.emial
        |                            ^^^^^
      note: the schema is named here
       --&gt; policies/crm.sql:1:14
        |
      1 | create table customers (email text);
        |              ^^^^^^^^^
      hint: did you mean \`email\`?
      fix: Write \`email\`
      </failure></testcase>
      <testcase name="policies/fine.dlp" classname="dlpc.check" file="policies/fine.dlp"/>
      <testcase name="policies/crm.sql" classname="dlpc.check" file="policies/crm.sql">
      <system-out>warning[DLP5003]: this is not known
       --&gt; policies/crm.sql:2:1
        |
      2 | do $$ end $$;
        | ^^^^^^^^^^^^^
      </system-out></testcase>
      <testcase name="gone" classname="dlpc.check" file="gone">
      <error message="\`gone\` cannot be read: there is no such file" type="unreadable"/></testcase>
      </testsuite>
      </testsuites>
      "
    `);
  });

  it('counts what is in it', () => {
    const report = parseXml(renderJunit(checkRun()));
    const suite = report.children[0];
    const cases = suite?.children ?? [];
    expect(cases.map((one) => one.attributes.name)).toEqual([
      'policies/my desk.dlp',
      'policies/fine.dlp',
      'policies/crm.sql',
      'gone',
    ]);
    for (const { attributes } of [report, suite ?? report])
      expect(attributes).toMatchObject({ tests: '4', failures: '1', errors: '1' });
    const named = (name: string) =>
      cases.flatMap((one) => one.children.filter((child) => child.name === name));
    expect([named('failure').length, named('error').length, named('system-out').length]).toEqual([1, 1, 1]);
  });

  it('is well-formed where there is nothing to say', () => {
    const report = parseXml(renderJunit({ ...run([]), files: [] }));
    expect(report.attributes).toEqual({ name: 'dlpc', tests: '0', failures: '0', errors: '0' });
  });

  it('is well-formed and says the same whatever stands in a text', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        'é',
        '🔒',
        '\uFFFE',
        '\u0000',
        '\uD800',
        '\u202E',
        'a',
      ),
      maxLength: 10,
    });
    fc.assert(
      fc.property(text, text, (message, file) => {
        const report = parseXml(renderJunit(runOf(message, `f${file}`)));
        const failed = report.children[0]?.children.at(-1)?.children[0];
        const seen = (value: string) =>
          value
            .replaceAll('\u0000', '\\u{0}')
            .replaceAll('\uD800', '\\u{d800}')
            .replaceAll('\u202E', '\\u{202e}')
            .replaceAll('\uFFFE', '\uFFFD');
        expect(failed?.attributes).toEqual({ message: seen(message), type: 'DLP5002' });
        expect(failed?.text).toContain(`error[DLP5002]: ${seen(message)}`);
      }),
    );
  });
});
