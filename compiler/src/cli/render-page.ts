/** A documentation page for a terminal: headings stand out, code is indented, prose is broken into lines. Knows the little Markdown that the pages use. */

export interface PageStyle {
  /** Headings are bold and code is dim. */
  readonly colour: boolean;
  /** Columns of the longest line of prose. */
  readonly width: number;
}

/** The page as text. */
export function renderPage(page: string, style: PageStyle): string {
  const lines: string[] = [];
  let prose: string[] = [];
  let inCode = false;
  const endParagraph = (): void => {
    lines.push(...wrap(prose.join(' '), style.width));
    prose = [];
  };
  for (const line of page.trimEnd().split('\n')) {
    const isFence = line.startsWith('```');
    if (!inCode && !isFence && line !== '' && !line.startsWith('#')) {
      prose.push(line);
      continue;
    }
    endParagraph();
    if (isFence) inCode = !inCode;
    else if (line === '') lines.push('');
    else if (inCode) lines.push(`    ${paint(line, '2', style)}`);
    else lines.push(paint(line.replace(/^#+ /, ''), '1', style));
  }
  endParagraph();
  return `${lines.join('\n')}\n`;
}

/** What stands after the code in the first heading. */
export function titleOf(page: string): string {
  return /^# \S+: (.*)$/m.exec(page)?.[1] ?? '';
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function paint(text: string, code: string, { colour }: PageStyle): string {
  return colour ? `\u001B[${code}m${text}\u001B[0m` : text;
}
