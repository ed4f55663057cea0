/** The reports that CI systems read. */
import { type CheckRun, renderGithub, renderJunit, renderSarif } from '@dlpc/language';
import type { CheckResult } from '../pipeline.ts';
import { compilerVersion } from './compiler-version.ts';
import { titleOf } from './render-page.ts';

export type CiFormat = 'sarif' | 'github' | 'junit';

/** The report on `result`, as text. */
export async function ciReport(format: CiFormat, result: CheckResult): Promise<string> {
  const run: CheckRun = {
    files: result.files.map(({ path }) => path),
    diagnostics: result.diagnostics,
    sources: (file) => result.texts.get(file) ?? null,
    failures: result.failures,
  };
  switch (format) {
    case 'github':
      return renderGithub(run);
    case 'junit':
      return renderJunit(run);
    case 'sarif': {
      // Only this form has the pages in it.
      const { diagnosticPages } = await import('./diagnostic-pages.ts');
      const helpOf = (code: string) => {
        const page = diagnosticPages[code];
        return page === undefined ? null : { title: titleOf(page), page };
      };
      return renderSarif(run, { version: compilerVersion(), helpOf });
    }
  }
}
