/** Whether and how to colour text for a terminal. */

export interface ColourEnvironment {
  /** What the user asked for on the command line, if anything. */
  readonly choice?: 'always' | 'never' | 'auto';
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/** The command line decides, then FORCE_COLOR, then NO_COLOR, then whether the output is a terminal. */
export function wantsColour({ choice = 'auto', env, isTTY }: ColourEnvironment): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY && TERM !== 'dumb';
}

export type Style = 'error' | 'warning' | 'note' | 'frame' | 'strong';

const codes: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  note: '1;36',
  frame: '1;34',
  strong: '1',
};

/** Puts text into a style, or leaves it plain. */
export type Painter = (style: Style, text: string) => string;

export function painter(colour: boolean): Painter {
  return colour ? (style, text) => `\u001B[${codes[style]}m${text}\u001B[0m` : (_style, text) => text;
}
