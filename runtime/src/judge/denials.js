function denial(sqlstate, message, hint = null) {
  return { sqlstate, message, detail: null, hint, position: null };
}
/** What the data path of this version lets through, for hints. */
const JUDGED_COMMANDS =
  'The proxy passes SELECT, VALUES, COPY (SELECT …) TO STDOUT, EXPLAIN of unprotected relations, transaction commands, and SET and SHOW of ordinary settings.';
export const denials = {
  syntaxError: (message, position) => ({
    ...denial('42601', message),
    position: position > 0 ? position : null,
  }),
  unparsable: (reason) => denial('54001', reason),
  tooDeep: () => denial('54001', 'the statement is nested too deeply to be judged'),
  severalStatements: () => denial('42601', 'cannot insert multiple commands into a prepared statement'),
  command: (command) => denial('42501', `the policy does not allow ${command}`, JUDGED_COMMANDS),
  construct: (construct) => denial('42501', `the proxy cannot judge ${construct}, so it does not pass it`),
  noPolicy: (source) =>
    denial(
      '42501',
      `no policy of ${source} applies to you`,
      'Ask the owners of the policy to name you in one.',
    ),
  unknownRelation: (name) => denial('42P01', `relation "${name}" does not exist`),
  otherDatabase: (name) => denial('0A000', `cross-database references are not implemented: "${name}"`),
  relationNotInPolicy: (name) =>
    denial(
      '42501',
      `relation "${name}" is not in the schema that the policy was compiled against`,
      'Update the schema of the source and compile the policy again.',
    ),
  relationDisagrees: (name, difference) =>
    denial(
      '42501',
      `relation "${name}" is protected, and the live database differs from the policy's schema: ${difference}`,
      'Update the schema of the source and compile the policy again.',
    ),
  relationKind: (name, kind) =>
    denial(
      '42501',
      `the proxy cannot judge a read of the ${kind} "${name}", so it does not pass it`,
      'Read the tables that it is made of.',
    ),
  systemRelation: (name, reason) =>
    denial('42501', `relation "${name}" cannot be read through the proxy: ${reason}`),
  commandOnRelation: (command, name, rule, hint) => ({
    ...denial('42501', `the policy does not allow ${command} on "${name}"`, hint),
    detail:
      rule === null
        ? `No policy that applies to you allows ${command} on it.`
        : `Policy ${rule.policy}, ${rule.file}:${rule.line}: ${rule.text}`,
  }),
  function: (name, reason) =>
    denial('42501', `function ${name} cannot be called through the proxy: ${reason}`),
  addedObject: (what, name) =>
    denial(
      '42501',
      `the proxy cannot judge the ${what} ${name}, which was added to this database`,
      what === 'function' ? 'Write pg_catalog. before the name where the built-in one is meant.' : null,
    ),
  silentCall: (what) =>
    denial(
      '42501',
      `the proxy cannot judge queries in this database, since ${what} was added to it`,
      'Its function may run in any query, without its name standing there. Ask the owners of the database to drop it.',
    ),
  type: (name) => denial('42501', `the proxy cannot judge a conversion to type ${name}`),
  setting: (name, reason) => denial('42501', `setting "${name}" cannot be used through the proxy: ${reason}`),
  planOfProtected: () =>
    denial(
      '42501',
      'a plan of a protected relation is not shown, since it depends on stored values',
      'Ask the owners of the database for it.',
    ),
  onlyOfProtected: (name) =>
    denial('42501', `ONLY cannot be used with the protected relation "${name}"`, 'Leave ONLY out.'),
  notRewritable: () =>
    denial(
      '42501',
      'the statement cannot be rewritten so that protected columns are masked',
      'Write each relation as a plain name in FROM, and columns without the schema of their table.',
    ),
};
/** The denial with the place that is to blame: `byteOffset` into the UTF-8 of `text`. */
export function at(denied, text, byteOffset) {
  if (byteOffset < 0) return denied;
  const before = Buffer.from(text).subarray(0, byteOffset).toString();
  return { ...denied, position: [...before].length + 1 };
}
//# sourceMappingURL=denials.js.map
