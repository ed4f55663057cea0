/** The examples of a diagnostic's page: fenced `dlp` blocks, of which the first names what it raises. */

export interface PageExample {
  readonly text: string;
  /** What stands after `error=` or `warning=`; null for a block that must be free of it. */
  readonly raises: { readonly severity: 'error' | 'warning'; readonly code: string } | null;
}

/** All `dlp` blocks of a page, in order. */
export function examplesOf(page: string): readonly PageExample[] {
  return [...page.matchAll(/^```dlp(?: (error|warning)=(\S+))?\n(.*?)^```$/gms)].map(
    ([, severity, code, text = '']) => ({
      text,
      raises:
        (severity === 'error' || severity === 'warning') && code !== undefined ? { severity, code } : null,
    }),
  );
}
