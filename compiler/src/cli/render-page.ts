/** A documentation page for a terminal: headings stand out, code is indented. Knows the little Markdown that the pages use. */

/** The page as text; with `colour`, headings are bold and code is dim. */
export function renderPage(page: string, colour: boolean): string {
  let inCode = false;
  const lines: string[] = [];
  for (const line of page.trimEnd().split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    else if (inCode) lines.push(line === '' ? '' : `    ${style(line, '2', colour)}`);
    else if (line.startsWith('#')) lines.push(style(line.replace(/^#+ /, ''), '1', colour));
    else lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

/** What stands after the code in the first heading. */
export function titleOf(page: string): string {
  return /^# \S+: (.*)$/m.exec(page)?.[1] ?? '';
}

function style(text: string, code: string, colour: boolean): string {
  return colour ? `\u001B[${code}m${text}\u001B[0m` : text;
}
