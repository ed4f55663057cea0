/** DLP5xxx: schemas and files. */
import { entry } from './entry.ts';

export const schemaDiagnostics = {
  'unreadable-schema': entry<{ path: string; reason: string }>({
    code: 'DLP5001',
    severity: 'error',
    message: (p) => `the schema \`${p.path}\` cannot be read: ${p.reason}`,
  }),
  'unreadable-policy-file': entry<{ path: string; reason: string }>({
    code: 'DLP5002',
    severity: 'error',
    message: (p) => `the policy file \`${p.path}\` cannot be read: ${p.reason}`,
  }),
};
