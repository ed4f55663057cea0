/** DLP4xxx: what statements and policies say together. */
import { entry } from './entry.ts';

export const policyDiagnostics = {
  'conflicting-treatments': entry<{ column: string }>({
    code: 'DLP4001',
    severity: 'error',
    message: (p) => `two equally specific statements treat \`${p.column}\` differently`,
  }),
};
