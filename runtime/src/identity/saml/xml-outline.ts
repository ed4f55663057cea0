/**
 * Reads the elements of a small XML text, and takes no more of XML than messages of SAML need: no document type, no comments, no CDATA, no processing
 * instructions, names of ASCII letters. So what it accepts, every parser reads alike, within bounds. It verifies nothing and knows nothing of SAML.
 * (XML 1.0, fifth edition.)
 */

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly parent: XmlElement | null;
  readonly children: XmlElement[];
  /** By their names as written, with prefixes; values as written, with references. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The character data directly in it, as written, with references. */
  text: string;
}

export type OutlineReading =
  | { readonly ok: true; readonly root: XmlElement; readonly elements: readonly XmlElement[] }
  /** A clause that holds nothing of the text. */
  | { readonly ok: false; readonly problem: string };

export interface OutlineLimits {
  readonly length: number;
  readonly elements: number;
}

const MAX_DEPTH = 32;
const MAX_ATTRIBUTES = 32;
const NAME = '[A-Za-z_][\\w.-]{0,254}';
const QUALIFIED = `(?:${NAME}:)?${NAME}`;
const DECLARATION =
  /^\uFEFF?<\?xml\s+version=["']1\.[01]["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>/i;
const OPENING = new RegExp(
  `<(${QUALIFIED})((?:\\s+${QUALIFIED}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'y',
);
const CLOSING = new RegExp(`</(${QUALIFIED})\\s*>`, 'y');
const ATTRIBUTE = new RegExp(`(${QUALIFIED})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));/g;
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly qualified: string;
  readonly element: XmlElement;
}

export function readOutline(xml: string, limits: OutlineLimits): OutlineReading {
  if (xml.length > limits.length) return refuse('it is too long');
  const start = DECLARATION.exec(xml)?.[0].length ?? 0;
  if (xml.includes('<!')) return refuse('it has a comment, a document type or a CDATA section');
  if (xml.includes('<?', start)) return refuse('it has a processing instruction');
  const elements: XmlElement[] = [];
  const open: Open[] = [];
  for (let at = start; at < xml.length; ) {
    const next = xml.indexOf('<', at);
    const text = xml.slice(at, next < 0 ? xml.length : next);
    const inside = open.at(-1);
    if (inside !== undefined) inside.element.text += text;
    else if (text.trim() !== '') return refuse('it has text around its element');
    if (next < 0) break;
    const tag = matchAt(CLOSING, xml, next) ?? matchAt(OPENING, xml, next);
    if (tag === null) return refuse('it is no well-formed XML');
    at = next + tag[0].length;
    const [, qualified = '', attributeText, empty] = tag;
    if (attributeText === undefined) {
      if (open.pop()?.qualified !== qualified) return refuse('its elements do not close in order');
      continue;
    }
    if (open.length === 0 && elements.length > 0) return refuse('it has two elements at its top');
    const attributes = readAttributes(attributeText);
    if (attributes === null) return refuse('it has an attribute twice, or too many');
    if (elements.length >= limits.elements || open.length >= MAX_DEPTH)
      return refuse('it has too many elements, or too deep');
    const parent = open.at(-1)?.element ?? null;
    const element: XmlElement = {
      name: qualified.slice(qualified.indexOf(':') + 1),
      ...{ parent, attributes, children: [], text: '' },
    };
    parent?.children.push(element);
    elements.push(element);
    if (empty === '') open.push({ qualified, element });
  }
  const [root] = elements;
  if (root === undefined || open.length > 0) return refuse('it is not whole');
  return { ok: true, root, elements };
}

/** What character data or an attribute's value says; null where it refers to what only a document type could define. */
export function decoded(text: string): string | null {
  let isKnown = true;
  const said = text.replace(REFERENCE, (_, decimal?: string, hexadecimal?: string, name = '') => {
    const point =
      decimal !== undefined
        ? Number.parseInt(decimal, 10)
        : hexadecimal !== undefined
          ? Number.parseInt(hexadecimal, 16)
          : null;
    const character =
      point === null ? PREDEFINED[name] : point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
    isKnown &&= character !== undefined;
    return character ?? '';
  });
  return isKnown ? said : null;
}

/** The only child of that name; null where there is none, or more. */
export function onlyChild(element: XmlElement | null, name: string): XmlElement | null {
  const [first = null, ...others] = element?.children.filter((child) => child.name === name) ?? [];
  return others.length === 0 ? first : null;
}

function readAttributes(text: string): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name) || attributes.size >= MAX_ATTRIBUTES) return null;
    attributes.set(name, double ?? single ?? '');
  }
  return attributes;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

function refuse(problem: string): OutlineReading {
  return { ok: false, problem };
}
