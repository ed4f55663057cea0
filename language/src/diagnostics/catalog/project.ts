/** DLP7xxx: the project. */
import { entry } from './entry.ts';

export const projectDiagnostics = {
  'malformed-project': entry<{ problem: string }>({
    code: 'DLP7001',
    severity: 'error',
    message: (p) => p.problem,
    hint: () => 'a project file is JSON such as `{ "language": 1, "policies": ["policies"] }`',
  }),
  'unknown-language': entry<{ version: string; known: string }>({
    code: 'DLP7002',
    severity: 'error',
    message: (p) =>
      `the project is written in version \`${p.version}\` of the language, and this dlpc knows ${p.known}`,
    hint: () => 'a newer version of the language needs a newer dlpc',
  }),
  'unreadable-import': entry<{ path: string; reason: string }>({
    code: 'DLP7003',
    severity: 'error',
    message: (p) => `the policy file \`${p.path}\` cannot be read: ${p.reason}`,
    hint: () => 'an imported file is named by its path from the file that imports it',
  }),
};
