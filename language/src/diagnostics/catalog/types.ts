/** DLP3xxx: types of conditions, and masks that do not fit a column. */
import { entry } from './entry.ts';

export const typeDiagnostics = {
  'unknown-mask': entry<{ name: string }>({
    code: 'DLP3001',
    severity: 'error',
    message: (p) => `there is no mask called \`${p.name}\``,
  }),
};
