/** DLP1xxx: the text is not a policy file. */
import { entry } from './entry.ts';

export const syntaxDiagnostics = {
  'unexpected-character': entry<{ text: string }>({
    code: 'DLP1001',
    severity: 'error',
    message: (p) => `\`${p.text}\` does not belong here`,
  }),
};
