/** DLP2380 to DLP2389: tables whose rows lie in partitions. */
import { entry } from './entry.ts';

export const partitionDiagnostics = {
  'partitioned-by-masked': entry<{ relation: string; columns: readonly string[]; policy: string }>({
    code: 'DLP2380',
    severity: 'warning',
    message: (p) =>
      `the order of rows of \`${p.relation}\` can tell which partition they lie in, which ${p.columns.map((column) => `\`${column}\``).join(', ')} decides and \`${p.policy}\` masks`,
    hint: () => 'partition by a column that is no secret, or reveal it',
  }),
};
