/** Where a command writes for people and programs. */
import { wantsColour } from '@dlpc/language';

export interface Output {
  readonly isTTY: boolean;
  /** Width in columns, where it is known. */
  readonly columns: number | undefined;
  write(text: string): void;
}

export interface Terminal {
  /** What the command is for. */
  readonly stdout: Output;
  /** Progress, and what is wrong with the command line. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How the output of a report should look on this terminal. */
export function styleOf({ stdout, env }: Terminal): { readonly colour: boolean; readonly width: number } {
  return { colour: wantsColour({ env, isTTY: stdout.isTTY }), width: widthOf(stdout) };
}

/** Room for the source line beside its number; a terminal of no known width is taken for a wide one. */
function widthOf({ columns }: Output): number {
  return Math.min(160, Math.max(40, (columns ?? 110) - 10));
}
