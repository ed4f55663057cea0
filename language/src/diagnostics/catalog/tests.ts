/** DLP6xxx, DLP2054 and DLP2060: tests and the callers in them. */
import { entry } from './entry.ts';
import type { UnknownName } from './names.ts';

function nearest(p: UnknownName & { readonly known: readonly string[] }): string | null {
  if (p.nearest !== null) return `did you mean \`${p.nearest}\`?`;
  return p.known.length === 0 ? null : `there is ${p.known.map((name) => `\`${name}\``).join(', ')}`;
}

export const testDiagnostics = {
  'unknown-caller-field': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP6001',
    severity: 'error',
    message: (p) => `a caller has no field \`${p.name}\``,
    hint: nearest,
  }),
  'caller-field-twice': entry<{ name: string }>({
    code: 'DLP6002',
    severity: 'error',
    message: (p) => `\`${p.name}\` is given twice`,
    hint: () => 'keep the one that is meant',
  }),
  'caller-without-kind': entry<object>({
    code: 'DLP6003',
    severity: 'error',
    message: () => 'the caller is neither a human nor a service',
    hint: () => 'say which: `kind: human` or `kind: service`',
  }),
  'actor-without-subject': entry<object>({
    code: 'DLP2060',
    severity: 'error',
    message: () => 'who acts for the caller has no subject',
    hint: () =>
      'give it one: `actor: { sub: "assistant" }`; where nobody acts for the caller, leave `actor` out',
  }),
  'caller-value-type': entry<{ name: string; wanted: string; given: string }>({
    code: 'DLP6004',
    severity: 'error',
    message: (p) => `\`${p.name}\` is ${p.wanted}, and this is ${p.given}`,
  }),
  'missing-claim-of-caller': entry<{ name: string; type: string }>({
    code: 'DLP6005',
    severity: 'error',
    message: (p) => `the caller lacks the claim \`${p.name}\`, without which the proxy lets nobody in`,
    hint: (p) => `give it a value in \`claims\`; it is of the type \`${p.type}\``,
  }),
  'duplicate-test': entry<{ name: string }>({
    code: 'DLP6006',
    severity: 'error',
    message: (p) => `two tests are called \`${p.name}\``,
    hint: () => 'reports tell tests apart by their names: give one of them another',
  }),
  'test-without-cases': entry<{ name: string }>({
    code: 'DLP6007',
    severity: 'warning',
    message: (p) => `the test \`${p.name}\` asks nothing`,
    hint: () => 'add a case: `sql crm "select 1" => allow`',
  }),
  'statement-is-no-sql': entry<{ problem: string }>({
    code: 'DLP6008',
    severity: 'error',
    message: (p) => `the statement is no SQL: ${p.problem}`,
    hint: () => 'what the server could not read either would be denied whatever the policies say',
  }),
  'unknown-output-column': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP6009',
    severity: 'error',
    message: (p) => `the statement gives no column \`${p.name}\``,
    hint: nearest,
  }),
  'sql-asks-api': entry<{ name: string }>({
    code: 'DLP6010',
    severity: 'error',
    message: (p) => `\`${p.name}\` is an API, which no SQL reaches`,
    hint: () => 'name a database',
  }),
  'request-asks-database': entry<UnknownName>({
    code: 'DLP2054',
    severity: 'error',
    message: (p) => `\`${p.name}\` is a database, which no request over HTTP reaches`,
    hint: (p) => (p.nearest === null ? 'name an API' : `did you mean the API \`${p.nearest}\`?`),
  }),
};
