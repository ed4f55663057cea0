/** The completion of a program for fish. */
import { allCommands, type CommandNode, type OptionNode } from './command-tree.ts';

/** A script to be sourced, or to lie in ~/.config/fish/completions. */
export function fishCompletion(program: CommandNode): string {
  const lines = allCommands(program).flatMap((command) => {
    const condition = conditionOf(command);
    const start = `complete -c ${program.name} -n ${quoted(condition)}`;
    const words = (command.argumentChoices ?? []).map((word) => `${start} -f -a ${quoted(word)}`);
    const below = command.commands.map(
      (child) => `${start} -f -a ${quoted(child.name)} -d ${quoted(child.summary)}`,
    );
    return [...below, ...words, ...command.options.map((option) => `${start}${optionWords(option)}`)];
  });
  const header = `# Completion of ${program.name} for fish: ${program.name} completion fish > ~/.config/fish/completions/${program.name}.fish`;
  return `${[header, ...lines].join('\n')}\n`;
}

/** Every word of the command was seen, and none of those below it. */
function conditionOf({ path, commands }: CommandNode): string {
  if (path === '') return '__fish_use_subcommand';
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = commands.map((child) => child.name).join(' ');
  const notYet = below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`];
  return [...seen, ...notYet].join('; and ');
}

function optionWords({ flags, description, takesValue, choices }: OptionNode): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
  );
  const value = choices !== null ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
  return `${names.join('')}${value} -d ${quoted(description)}`;
}

/** A word in single quotes, in which fish reads two escapes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
