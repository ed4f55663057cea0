/** Rows of the `case` statements that the scripts of bash and zsh have in common. */
import { allCommands, type CommandNode } from './command-tree.ts';

/** What a word makes of the command so far: `" schema"`, `"schema pull"`. */
export function commandRows(program: CommandNode): readonly string[] {
  return allCommands(program)
    .filter(({ path }) => path !== '')
    .map(({ path, name }) => {
      const before = path.slice(0, path.length - name.length).trimEnd();
      return `${quoted(`${before} ${name}`)}) command=${quoted(path)} ;;`;
    });
}

/** The options of all commands that take a value, with the pattern of the command and the option before the cursor. */
export function valueRows(
  program: CommandNode,
  body: (choices: readonly string[] | null) => string,
): readonly string[] {
  return allCommands(program).flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, choices }) => {
        const patterns = flags.map((flag) => quoted(`${path}|${flag}`)).join('|');
        return `${patterns}) ${body(choices)} ;;`;
      }),
  );
}

/** A word in single quotes, for any POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Lines behind so many spaces. */
export function indented(lines: readonly string[], depth: number): string {
  return lines.map((line) => `${' '.repeat(depth)}${line}\n`).join('');
}
