/** The examples of a diagnostic's page: fenced blocks of policy or of a project file, of which the first names what it raises. */

export interface PageExample {
  readonly text: string;
  readonly language: 'dlp' | 'json';
  /** What stands after `error=` or `warning=`; null for a block that must be free of it. */
  readonly raises: { readonly severity: 'error' | 'warning'; readonly code: string } | null;
}

/** All such blocks of a page, in order. */
export function examplesOf(page: string): readonly PageExample[] {
  return [...page.matchAll(/^```(dlp|json)(?: (error|warning)=(\S+))?\n(.*?)^```$/gms)].map(
    ([, language, severity, code, text = '']) => ({
      text,
      language: language === 'json' ? 'json' : 'dlp',
      raises:
        (severity === 'error' || severity === 'warning') && code !== undefined ? { severity, code } : null,
    }),
  );
}
