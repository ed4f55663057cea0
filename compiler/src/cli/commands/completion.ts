/** `dlpc completion`: a script with which a shell completes the commands and options of `dlpc`. */
import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { type CommandNode, commandTree } from '../completion/command-tree.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { examples } from '../help-text.ts';
import type { Terminal } from '../terminal.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS: Readonly<Record<Shell, (program: CommandNode) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Adds the command to `program`, whose commands it completes. */
export function addCompletionCommand(
  program: Command,
  terminal: Terminal,
  done: (code: ExitCode) => void,
): void {
  program
    .command('completion')
    .summary('print a script that completes commands in a shell')
    .description('Prints a script with which a shell completes the commands and options of dlpc.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      examples(
        ['dlpc completion bash > ~/.dlpc.bash', 'to be sourced in ~/.bashrc'],
        ['source <(dlpc completion zsh)', 'in ~/.zshrc, behind compinit'],
        ['dlpc completion fish > ~/.config/fish/completions/dlpc.fish', 'fish finds it there'],
      ),
    )
    .action((shell: Shell) => {
      terminal.stdout.write(SCRIPTS[shell](commandTree(program)));
      done(EXIT.ok);
    });
}
