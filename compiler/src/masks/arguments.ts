/** Arguments of masks: by their place, for treatments, which are only asked for arguments that were checked, and as text. */
import type { MaskArgument, Sought } from './mask.ts';

/** The integer at `index`. */
export function integerAt(args: readonly MaskArgument[], index: number): number {
  const value = args[index];
  if (typeof value !== 'number') throw new TypeError('the arguments were not checked');
  return value;
}

/** The string at `index`. */
export function stringAt(args: readonly MaskArgument[], index: number): string {
  const value = args[index];
  if (typeof value !== 'string') throw new TypeError('the arguments were not checked');
  return value;
}

/** What is looked for, at `index`. */
export function soughtAt(args: readonly MaskArgument[], index: number): Sought {
  const value = args[index];
  if (!isSought(value)) throw new TypeError('the arguments were not checked');
  return value;
}

/** Whether an argument is a pattern, which only SQL can look for so far. */
export function isSought(arg: MaskArgument | undefined): arg is Sought {
  return typeof arg === 'object';
}

/** An argument as a policy writes it. */
export function argumentText(arg: MaskArgument): string {
  return isSought(arg) ? arg.text : JSON.stringify(arg);
}
