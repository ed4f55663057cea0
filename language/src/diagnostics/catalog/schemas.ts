/** DLP5xxx: schemas and files. */
import { entry } from './entry.ts';

export const schemaDiagnostics = {
  'unreadable-schema': entry<{ path: string; reason: string }>({
    code: 'DLP5001',
    severity: 'error',
    message: (p) => `the schema \`${p.path}\` cannot be read: ${p.reason}`,
    hint: () => 'a schema is named by its path from the policy file',
  }),
  'invalid-schema': entry<{ problem: string }>({
    code: 'DLP5002',
    severity: 'error',
    message: (p) => p.problem,
  }),
  'schema-caveat': entry<{ problem: string }>({
    code: 'DLP5003',
    severity: 'warning',
    message: (p) => p.problem,
  }),
};
