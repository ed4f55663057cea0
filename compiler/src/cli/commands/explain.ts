/** `dlpc explain`: what a diagnostic's code means, from the pages under docs/diagnostics. */
import { catalog, nearest, printable } from '@dlpc/language';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { renderPage, titleOf } from '../render-page.ts';
import { styleOf, type Terminal } from '../terminal.ts';

/** Runs the command; without a code it lists all. */
export async function runExplain(terminal: Terminal, wanted: string | undefined): Promise<ExitCode> {
  // Only this command needs the pages.
  const { diagnosticPages } = await import('../diagnostic-pages.ts');
  if (wanted === undefined) {
    for (const [code, page] of Object.entries(diagnosticPages))
      terminal.stdout.write(`${code}  ${titleOf(page)}\n`);
    return EXIT.ok;
  }
  const code = codeOf(wanted);
  const page = diagnosticPages[code];
  if (page === undefined) {
    const near = nearest(code, Object.keys(diagnosticPages));
    const hint = near === null ? '`dlpc explain` lists them' : `did you mean \`${near}\`?`;
    terminal.stderr.write(`dlpc: there is no diagnostic \`${printable(wanted)}\`; ${hint}\n`);
    return EXIT.usage;
  }
  terminal.stdout.write(renderPage(page, styleOf(terminal)));
  return EXIT.ok;
}

/** A code in any case, with or without its letters, or the name of a diagnostic. */
function codeOf(wanted: string): string {
  const byName = Object.entries(catalog).find(([name]) => name === wanted);
  if (byName !== undefined) return byName[1].code;
  const code = wanted.toUpperCase();
  return /^\d{4}$/.test(code) ? `DLP${code}` : code;
}
