/** Colours of what is printed, where somebody looks at a terminal. */

export interface Paint {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  /** What is masked, or not shown. */
  readonly masked: (text: string) => string;
}

/** SGR codes (ECMA-48). */
const CODES = { dim: 2, bold: 1, good: 32, bad: 31, masked: 33 } as const;

export function paintFor(colours: boolean): Paint {
  const with_ = (code: number) => (text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    dim: with_(CODES.dim),
    bold: with_(CODES.bold),
    good: with_(CODES.good),
    bad: with_(CODES.bad),
    masked: with_(CODES.masked),
  };
}
