/** DLP2xxx: a name that nothing carries, or that two things carry. */
import { entry } from './entry.ts';

export const nameDiagnostics = {
  'unknown-source': entry<{ name: string }>({
    code: 'DLP2001',
    severity: 'error',
    message: (p) => `no database is called \`${p.name}\``,
  }),
};
