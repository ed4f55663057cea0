/** Snippets as they are written here: `allow «select» on «»`, with what is to be filled in between the marks. */

/** In the notation of the protocol, numbered from the left. */
export function toSnippet(text: string): string {
  let count = 0;
  return text
    .split(/(«[^»]*»)/)
    .map((part) => {
      if (!part.startsWith('«')) return escaped(part);
      count += 1;
      const proposed = escaped(part.slice(1, -1));
      return proposed === '' ? `\${${count}}` : `\${${count}:${proposed}}`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}
