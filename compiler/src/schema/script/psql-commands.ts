/** psql's backslash commands, as far as they may stand in a schema text. */

/** Commands that change nothing but psql's own output and variables. */
const INERT: ReadonlySet<string> = new Set([
  'echo',
  'encoding',
  'pset',
  'qecho',
  'restrict',
  'set',
  'timing',
  'unrestrict',
  'unset',
  'warn',
]);

/** Whether a command connects anew, with the settings of a new session. */
export function startsSession(name: string): boolean {
  return name === 'connect' || name === 'c';
}

/** What is wrong with a command; `hasRelations` tells whether any were made before it. */
export function commandProblem(name: string, hasRelations: boolean): string | null {
  if (startsSession(name))
    return hasRelations ? 'the text describes more than one database: put each into a file of its own' : null;
  if (name === 'i' || name === 'ir' || name === 'include' || name === 'include_relative')
    return `\`\\${name}\` is not followed: put all of the schema into one file`;
  return INERT.has(name) ? null : `the psql command \`\\${name}\` cannot be followed here`;
}
