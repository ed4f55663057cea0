/** The commands and options of a program, as far as a shell can complete them. Read from Commander, so that they never differ. */
import type { Command } from 'commander';

export interface CommandNode {
  /** Words from the program's name on, without it: `schema pull`. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
  /** The words that its arguments can be; null where they are paths and the like. */
  readonly argumentChoices: readonly string[] | null;
}

export interface OptionNode {
  /** `-o`, `--output`. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** The words that its value can be; null where it is a path or the like. */
  readonly choices: readonly string[] | null;
}

/** The tree of `command` and all below it. */
export function commandTree(command: Command, path = ''): CommandNode {
  const help = command.createHelp();
  const below = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  return {
    path,
    name: command.name(),
    summary: command.summary() || command.description(),
    options: help
      .visibleOptions(command)
      .map(({ short, long, description, required, optional, argChoices }) => ({
        flags: [short, long].filter((flag) => flag !== undefined),
        description,
        takesValue: required || optional,
        choices: argChoices ?? null,
      })),
    commands: below.map((child) => commandTree(child, `${path} ${child.name()}`.trim())),
    argumentChoices: command.registeredArguments.find(({ argChoices }) => argChoices)?.argChoices ?? null,
  };
}

/** A command with all below it. */
export function allCommands(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allCommands)];
}
