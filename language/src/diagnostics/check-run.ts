/** What one run of a checker has to tell a CI system: what it looked at, what it found, and what it could not look at. */
import type { Diagnostic } from './diagnostic.ts';
import type { SourceLookup } from './render-text.ts';

export interface CheckRun {
  /** Paths of the files that were checked. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceLookup;
  /** Inputs that could not be read; a report without them would look clean. */
  readonly failures: readonly UnreadInput[];
}

export interface UnreadInput {
  readonly path: string;
  /** Half a sentence, without the path. */
  readonly reason: string;
}

/** `\`a.dlp\` cannot be read: there is no such file`. */
export function failureText({ path, reason }: UnreadInput): string {
  return `\`${path}\` cannot be read: ${reason}`;
}
