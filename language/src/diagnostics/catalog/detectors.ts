/** What is wrong with a detector, or with a path into JSON: DLP2070 to DLP2079 for names, DLP3021 to DLP3039 for the rest. */
import { entry } from './entry.ts';
import type { UnknownName } from './names.ts';

export const detectorDiagnostics = {
  'unknown-detector': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2070',
    severity: 'error',
    message: (p) => `no detector is called \`${p.name}\``,
    hint: (p) => known(p) ?? `declare it: \`detector ${p.name} = /…/\``,
  }),
  'unknown-validator': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2071',
    severity: 'error',
    message: (p) => `no validator is called \`${p.name}\``,
    hint: known,
  }),
  'duplicate-detector': entry<{ name: string }>({
    code: 'DLP2072',
    severity: 'error',
    message: (p) => `a detector called \`${p.name}\` is declared already`,
  }),
  'bad-expression': entry<{ problem: string; hint: string | null }>({
    code: 'DLP3021',
    severity: 'error',
    message: (p) => p.problem,
    hint: (p) => p.hint,
  }),
  'validator-needs-bound': entry<{ validator: string; limit: number }>({
    code: 'DLP3022',
    severity: 'error',
    message: (p) =>
      `matches of this expression can have more than ${p.limit} characters, and \`${p.validator}\` looks at parts of them`,
    hint: () => 'give its repetitions an upper bound, such as `{13,19}`',
  }),
  'values-without-text': entry<{ column: string; type: string }>({
    code: 'DLP3023',
    severity: 'error',
    message: (p) => `\`${p.column}\` is \`${p.type}\`, and detectors look at text and JSON`,
    hint: () => 'give the column a label of its own',
  }),
  'path-without-json': entry<{ column: string; type: string }>({
    code: 'DLP3024',
    severity: 'error',
    message: (p) => `\`${p.column}\` is \`${p.type}\`, and only \`json\` and \`jsonb\` have paths inside`,
    hint: () => 'leave out what stands behind the column',
  }),
  'path-without-label': entry<{ path: string; mask: string | null; known: readonly string[] }>({
    code: 'DLP3025',
    severity: 'error',
    message: (p) =>
      p.mask === null
        ? `nothing at \`${p.path}\` carries a label, so it is shown to everyone`
        : `nothing at \`${p.path}\` carries a label, so only who has this policy would see \`${p.mask}\` in its place`,
    hint: (p) =>
      p.known.length === 0
        ? 'classify the path first: `classify pii crm.…`'
        : `labels are on ${p.known.map((path) => `\`${path}\``).join(', ')}`,
  }),
  'path-bounds': entry<{ limit: number }>({
    code: 'DLP3026',
    severity: 'error',
    message: (p) => `a path into JSON has from one to ${p.limit} steps`,
    hint: () => 'for all of the column, write its name alone',
  }),
} as const;

function known(p: UnknownName & { known: readonly string[] }): string | null {
  if (p.nearest !== null) return `did you mean \`${p.nearest}\`?`;
  return p.known.length === 0 ? null : `there is ${p.known.map((name) => `\`${name}\``).join(', ')}`;
}
