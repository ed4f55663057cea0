/** The completion of a program for bash, from version 3.2 on. */
import { commandRows, indented, quoted, valueRows } from './case-rows.ts';
import { allCommands, type CommandNode } from './command-tree.ts';

/** A script to be sourced. Where it has nothing to say, bash completes file names. */
export function bashCompletion(program: CommandNode): string {
  const { name } = program;
  const all = allCommands(program);
  const options = all.map(
    (command) =>
      `${quoted(command.path)}) list=${quoted(command.options.flatMap(({ flags }) => flags).join(' '))} ;;`,
  );
  const words = all.flatMap((command) => {
    const list = command.argumentChoices ?? command.commands.map((child) => child.name);
    return list.length === 0 ? [] : [`${quoted(command.path)}) list=${quoted(list.join(' '))} ;;`];
  });
  return `# Completion of ${name} for bash. In ~/.bashrc: source <(${name} completion bash)
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command='' list='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${indented(commandRows(program), 6)}    esac
  done
  case "$command|$prev" in
${indented(
  valueRows(program, (choices) =>
    choices === null ? 'return' : `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$cur")); return`,
  ),
  4,
)}  esac
  if [[ $cur == -* ]]; then
    case "$command" in
${indented(options, 6)}    esac
  else
    case "$command" in
${indented(words, 6)}    esac
  fi
  COMPREPLY=($(compgen -W "$list" -- "$cur"))
}
complete -o default -F _${name} ${name}
`;
}
