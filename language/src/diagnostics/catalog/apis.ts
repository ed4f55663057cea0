/** DLP2040 to 2069 and DLP5010 to 5029: APIs, their names and their documents. */
import { entry } from './entry.ts';
import { list, nearest, some, type UnknownName } from './names.ts';

/** More methods than there are in any document's path. */
function methods(names: readonly string[]): string {
  return `it has ${list(names)}`;
}

export const apiDiagnostics = {
  'operations-without-policy': entry<{ source: string; operations: readonly string[]; more: number }>({
    code: 'DLP4045',
    severity: 'warning',
    message: (p) => `no policy speaks of ${some(p.operations, p.more)} of \`${p.source}\``,
    hint: () => 'what nothing allows is denied to everyone; a `deny` says that it is meant so',
  }),
  'masked-path-parameter': entry<{ operation: string; parameter: string; policy: string }>({
    code: 'DLP4046',
    severity: 'warning',
    message: (p) =>
      `\`${p.operation}\` is denied to all whom \`${p.policy}\` allows it: they see its parameter \`${p.parameter}\` masked`,
    hint: () => 'a value that is masked to its caller is not taken from it: reveal the parameter',
  }),
  'duplicate-api': entry<{ name: string }>({
    code: 'DLP2040',
    severity: 'error',
    message: (p) => `the source \`${p.name}\` is declared twice`,
    hint: () => 'databases and APIs share their names: choose another one',
  }),
  'unknown-api-object': entry<UnknownName & { source: string; known: readonly string[] }>({
    code: 'DLP2041',
    severity: 'error',
    message: (p) => `\`${p.source}\` has no schema and no operation \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-api-field': entry<UnknownName & { owner: string; known: readonly string[] }>({
    code: 'DLP2042',
    severity: 'error',
    message: (p) => `\`${p.owner}\` has no field \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-path': entry<UnknownName & { source: string }>({
    code: 'DLP2043',
    severity: 'error',
    message: (p) => `\`${p.source}\` has no path \`${p.name}\``,
    hint: (p) =>
      nearest(p) ??
      'write a path as the document does; a last segment `{rest}` stands for all that begins so',
  }),
  'unknown-method': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2044',
    severity: 'error',
    message: (p) => `\`${p.name}\` is no HTTP method`,
    hint: nearest,
  }),
  'no-such-method': entry<{ path: string; methods: readonly string[] }>({
    code: 'DLP2045',
    severity: 'error',
    message: (p) => `\`${p.path}\` has no operation of this method`,
    hint: (p) => methods(p.methods),
  }),
  'unknown-operation': entry<UnknownName & { source: string; known: readonly string[] }>({
    code: 'DLP2046',
    severity: 'error',
    message: (p) => `\`${p.source}\` has no operation \`${p.name}\``,
    hint: (p) => nearest(p) ?? 'an operation is called by its `operationId` in the document',
  }),
  'sql-on-api': entry<{ construct: string; source: string }>({
    code: 'DLP2047',
    severity: 'error',
    message: (p) => `${p.construct} speaks of a database, and \`${p.source}\` is an API`,
    hint: () => 'write `allow GET "/v1/customers/{id}"`, or `allow operation getCustomer`',
  }),
  'http-on-database': entry<{ source: string }>({
    code: 'DLP2048',
    severity: 'error',
    message: (p) => `methods and operations are those of an API, and \`${p.source}\` is a database`,
    hint: () => 'write `allow select on customers`',
  }),
  'json-path-in-api': entry<{ source: string }>({
    code: 'DLP2049',
    severity: 'error',
    message: (p) => `a path into JSON stands behind a column, and \`${p.source}\` is an API`,
    hint: () =>
      'name the field by its names alone, such as `Customer.address.street`; lists are passed through',
  }),
  'pattern-matches-no-field': entry<{ source: string }>({
    code: 'DLP2050',
    severity: 'error',
    message: (p) => `this matches no field of \`${p.source}\``,
    hint: () =>
      'a star stands for any part of one name, and each name for one step from a schema or an operation',
  }),
  'malformed-path': entry<{ path: string; reason: string }>({
    code: 'DLP2051',
    severity: 'error',
    message: (p) => `\`${p.path}\` is no path of an API: ${p.reason}`,
    hint: () => 'write it as the document does, such as `"/v1/customers/{id}"`',
  }),
  'unknown-field-target': entry<UnknownName & { source: string }>({
    code: 'DLP2052',
    severity: 'error',
    message: (p) => `\`${p.name}\` is neither a label nor a field of \`${p.source}\``,
    hint: (p) => nearest(p) ?? 'name a label, such as `pii.contact`, or a field, such as `Customer.email`',
  }),
  'unreadable-api': entry<{ path: string; reason: string }>({
    code: 'DLP5010',
    severity: 'error',
    message: (p) => `the document \`${p.path}\` cannot be read: ${p.reason}`,
    hint: () => 'an OpenAPI document is named by its path from the policy file',
  }),
  'invalid-api': entry<{ problem: string }>({
    code: 'DLP5011',
    severity: 'error',
    message: (p) => p.problem,
  }),
  'foreign-reference': entry<{ problem: string }>({
    code: 'DLP5012',
    severity: 'error',
    message: (p) => p.problem,
    hint: () => 'put a copy of the file beside the document, and refer to that',
  }),
  'broken-reference': entry<{ problem: string }>({
    code: 'DLP5013',
    severity: 'error',
    message: (p) => p.problem,
  }),
  'ambiguous-paths': entry<{ problem: string }>({
    code: 'DLP5014',
    severity: 'error',
    message: (p) => p.problem,
    hint: () => 'which operation such a request is of depends on the server: tell the paths apart',
  }),
  'api-caveat': entry<{ problem: string }>({
    code: 'DLP5015',
    severity: 'warning',
    message: (p) => p.problem,
  }),
};
