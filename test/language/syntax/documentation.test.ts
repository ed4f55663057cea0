import { parsePolicyFile, visit } from '@dlpc/language';
import { expect, it } from 'vitest';

interface Documented {
  readonly documentation: string | null;
  readonly name: { readonly text: string };
}

/** What is documented of each thing, by its name. */
function documented(text: string): Readonly<Record<string, string | null>> {
  const { ast, diagnostics } = parsePolicyFile('f.dlp', text);
  expect(diagnostics).toEqual([]);
  const found: Record<string, string | null> = {};
  const note = ({ documentation, name }: Documented): void => {
    found[name.text] = documentation;
  };
  visit(ast, {
    IdentityDeclaration: note,
    DatabaseDeclaration: note,
    ApiDeclaration: note,
    LabelNode: note,
    DetectorDeclaration: note,
    GroupDeclaration: note,
    PolicyDeclaration: note,
    TestDeclaration: ({ documentation, name }) => note({ documentation, name: { text: name.value } }),
  });
  return found;
}

it('is the run of lines with three slashes right above', () => {
  const text = `/// Who asks.
identity i { }
/// One.
///   Two.
///
/// Three.
database d from "d.sql"
/// An API.
api a from "a.yaml"
/// Of people.
label pii {
  /// How to reach them.
  contact // not this
  name /// nor this
  ssn
  //// nor this
  birth
}
/// Cards.
detector card = /x/
/// Not this, for a line is empty.

group g = true
/// Not this either.
// For this stands between.
group h = true
label x /// nor this
policy p for g { }
  /// Indented.
  test "t" { as { } }
`;
  for (const written of [text, text.replaceAll('\n', '\r\n')])
    expect(documented(written)).toEqual({
      i: 'Who asks.',
      d: 'One.\n  Two.\n\nThree.',
      a: 'An API.',
      pii: 'Of people.',
      contact: 'How to reach them.',
      name: null,
      ssn: null,
      birth: null,
      card: 'Cards.',
      g: null,
      h: null,
      x: null,
      p: null,
      t: 'Indented.',
    });
});
