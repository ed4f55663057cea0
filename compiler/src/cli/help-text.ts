/** What the help of several commands says in the same words. */

/** The argument of commands that read policies. */
export const PATHS = 'policy files, and directories that are searched for *.dlp (default: the current one)';

/** Examples below the help of a command, each with what it does. */
export function examples(...rows: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...rows.map(([command]) => command.length));
  const lines = rows.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
