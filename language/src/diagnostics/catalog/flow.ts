/** DLP3040 to DLP3059: labels that flow to what is computed from labelled columns. */
import { entry } from './entry.ts';

export const flowDiagnostics = {
  'decided-by-source': entry<{
    column: string;
    what: string;
    label: string;
    /** `from crm.customers.ssn through customer_list`. */
    path: string;
    sources: readonly string[];
  }>({
    code: 'DLP3040',
    severity: 'error',
    message: (p) =>
      `\`${p.what}\` cannot change what \`${p.column}\` shows: it carries \`${p.label}\` ${p.path}, and is masked there`,
    hint: (p) => `name what it is computed from: ${p.sources.map((source) => `\`${source}\``).join(', ')}`,
  }),
  'classified-twice': entry<{ column: string; label: string; path: string }>({
    code: 'DLP3041',
    severity: 'warning',
    message: (p) =>
      `\`${p.column}\` carries \`${p.label}\` ${p.path} already, and what is masked there would be masked once more`,
    hint: () => 'leave the column of the view out: labels flow to it by themselves',
  }),
  'lineage-unknown': entry<{ column: string; reason: string; labels: readonly string[] }>({
    code: 'DLP3042',
    severity: 'warning',
    message: (p) =>
      `what \`${p.column}\` is computed from cannot be told, since ${p.reason}: it carries ${p.labels.length === 0 ? 'no label' : p.labels.map((label) => `\`${label}\``).join(', ')}`,
    hint: (p) =>
      p.labels.length === 0
        ? `give it a label: \`classify <label> ${p.column}\``
        : 'that is every label in what its definition reads; add those that it may carry besides',
  }),
};
