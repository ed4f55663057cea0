/** From the bound program to the checked one: conditions, masks, treatments, filters, then every rule. */
import type { Diagnostic } from '@dlpc/language';
import type { Program, Source } from '../bind/program.ts';
import { reportInto } from '../bind/report.ts';
import { Memo } from '../memo/memo.ts';
import type { CheckedProgram } from './checked-program.ts';
import { CommandIndex, commandsOf } from './command-index.ts';
import { checkConditions } from './conditions/check-conditions.ts';
import { checkFilters } from './filters/check-filters.ts';
import { checkMasks } from './masks/check-masks.ts';
import { rules } from './rules.ts';
import { CallerSpace } from './satisfy/caller-space.ts';
import { settle } from './treatments/settle.ts';

/**
 * Checks a program. What is wrong with one part keeps nobody from looking at the others.
 * @param memo what earlier checks derived
 * @param now milliseconds since 1970; a warning depends on it, and nothing that is compiled does
 */
export function checkProgram(
  program: Program,
  now: number,
  memo: Memo = new Memo(),
): {
  readonly checked: CheckedProgram;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const report = reportInto(diagnostics);

  const conditions = checkConditions(program, report, memo);
  const masks = checkMasks(program, report, memo);
  const known: readonly Source[] = [...program.sources.values(), ...program.apis.values()].filter(
    (source) => source.schema !== null,
  );
  const settled = new Map(known.map((source) => [source, settle(program, source, masks, memo)]));
  const filters = checkFilters(program, report, memo);
  const checked = { program, conditions, masks, settled, filters };

  const callers = new CallerSpace([...conditions.groups.values(), ...conditions.policies.values()]);
  const commands = new CommandIndex(commandsOf(program, memo));
  for (const rule of rules) rule({ checked, callers, commands, now, report });
  return { checked, diagnostics };
}
