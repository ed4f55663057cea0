/** Light and dark as the system has it, for the editor; the rest of the page follows by its style sheet. */
import { monaco } from './monaco.ts';

const colours = (type: string, light: string, dark: string) => ({ type, light, dark });

/** What the server's kinds of names look like. */
const TOKENS = [
  colours('keyword', '7a1fa2', 'c792ea'),
  colours('comment', '6a737d', '8b949e'),
  colours('string', '0a5c2b', '9ecb8c'),
  colours('number', '9a4b00', 'f0a45d'),
  colours('regexp', '9a4b00', 'f0a45d'),
  colours('namespace', '0b5c84', '7cc7f2'),
  colours('class', '0b5c84', '7cc7f2'),
  colours('property', '24292f', 'd6deeb'),
  colours('enumMember', 'a3340c', 'ff9e7a'),
  colours('function', '6b4f00', 'e5c07b'),
  colours('type', '0b5c84', '7cc7f2'),
  colours('variable', '24292f', 'd6deeb'),
];

export function followSystemTheme(): void {
  for (const name of ['light', 'dark'] as const)
    monaco.editor.defineTheme(`dlp-${name}`, {
      base: name === 'light' ? 'vs' : 'vs-dark',
      inherit: true,
      rules: TOKENS.map(({ type, ...of }) => ({ token: type, foreground: of[name] })),
      colors: {},
    });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => monaco.editor.setTheme(dark.matches ? 'dlp-dark' : 'dlp-light');
  dark.addEventListener('change', apply);
  apply();
}
