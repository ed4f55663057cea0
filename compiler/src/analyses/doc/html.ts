/** HTML as text. What comes from policies and schemas goes through {@link text}, and can be nothing but text. */
import { printable } from '@dlpc/language';

/** Markup of ours. Only this file makes it from plain text. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text, also inside of an attribute in quotes; what cannot be seen is written as an escape. */
export function text(value: string): Html {
  return { html: escaped(printable(value)) };
}

/** The same, with its line ends and tabs. */
export function multilineText(value: string): Html {
  const lines = value.split(/\r?\n/).map((line) => line.split('\t').map(printable).join('\t'));
  return { html: escaped(lines.join('\n')) };
}

/** Markup with values between its pieces: texts are escaped, lists are joined. */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: pieces.map((piece, index) => piece + valueText(values[index])).join('') };
}

type HtmlValue = Html | string | number | readonly Html[] | undefined;

function valueText(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return text(value).html;
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

function escaped(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
