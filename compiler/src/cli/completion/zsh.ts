/** The completion of a program for zsh. */
import { commandRows, indented, quoted, valueRows } from './case-rows.ts';
import { allCommands, type CommandNode } from './command-tree.ts';

/** A script to be sourced, or to be found as `_name` along fpath. */
export function zshCompletion(program: CommandNode): string {
  const { name } = program;
  const all = allCommands(program);
  const options = all.map((command) => {
    const entries = command.options.flatMap(({ flags, description }) =>
      flags.map((flag) => entry(flag, description)),
    );
    return `${quoted(command.path)}) entries=(${entries.join(' ')}) ;;`;
  });
  const words = all.flatMap((command) => {
    const entries =
      command.argumentChoices?.map(quoted) ??
      command.commands.map((child) => entry(child.name, child.summary));
    return entries.length === 0 ? [] : [`${quoted(command.path)}) entries=(${entries.join(' ')}) ;;`];
  });
  return `#compdef ${name}
# Completion of ${name} for zsh. In ~/.zshrc, behind compinit: source <(${name} completion zsh)
_${name}() {
  local command='' i
  local -a entries
  for ((i = 2; i < CURRENT; i++)); do
    case "$command \${words[i]}" in
${indented(commandRows(program), 6)}    esac
  done
  case "$command|\${words[CURRENT-1]}" in
${indented(
  valueRows(program, (choices) =>
    choices === null ? '_files; return' : `compadd -- ${choices.map(quoted).join(' ')}; return`,
  ),
  4,
)}  esac
  if [[ $PREFIX == -* ]]; then
    case "$command" in
${indented(options, 6)}    esac
    _describe -o option entries
    return
  fi
  case "$command" in
${indented(words, 4)}    *) _files; return ;;
  esac
  _describe command entries
}
if [[ "$funcstack[1]" == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

/** `word:description`; a colon in either would end the word. */
function entry(word: string, description: string): string {
  return quoted(`${word.replaceAll(':', '\\:')}:${description.replaceAll(':', '\\:')}`);
}
