/** `dlpc diff`: what a change of policies newly permits, reveals, denies or masks, and for whom. */
import { type Change, comparePolicies, isWidening } from '../../analyses/diff/compare-policies.ts';
import { diffJson } from '../../analyses/diff/diff-json.ts';
import { diffMarkdown } from '../../analyses/diff/diff-markdown.ts';
import { renderDiff } from '../../analyses/diff/render-diff.ts';
import type { Host } from '../../host/host.ts';
import { type AnalysedPolicies, analysePolicies } from '../analysed-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { styleOf, type Terminal } from '../terminal.ts';

export type DiffFormat = 'text' | 'json' | 'markdown';

/** Policies, and where they are read from. */
export interface DiffSide {
  readonly host: Host;
  readonly paths: readonly string[];
}

/** Runs the command. */
export async function runDiff(
  terminal: Terminal,
  before: DiffSide,
  after: DiffSide,
  format: DiffFormat,
): Promise<ExitCode> {
  // Errors are told as text also where Markdown was asked for: a comment would hide that nothing was compared.
  const reportFormat = format === 'json' ? 'json' : 'text';
  const sides: AnalysedPolicies[] = [];
  for (const { host, paths } of [before, after]) {
    const analysed = await analysePolicies(host, terminal, paths, reportFormat);
    if (!analysed.ok) return analysed.code;
    sides.push(analysed.policies);
  }
  const [old, now] = sides;
  if (old === undefined || now === undefined) return EXIT.internal;
  const changes = comparePolicies(old, now);
  terminal.stdout.write(printed(changes, old, now, format, terminal));
  return changes.some(isWidening) ? EXIT.widened : EXIT.ok;
}

function printed(
  changes: readonly Change[],
  old: AnalysedPolicies,
  now: AnalysedPolicies,
  format: DiffFormat,
  terminal: Terminal,
): string {
  const [oldFile, newFile] = [old.fileName, now.fileName];
  if (format === 'json') return diffJson(changes, oldFile, newFile);
  if (format === 'markdown') return diffMarkdown(changes, oldFile, newFile);
  return renderDiff(changes, { colour: styleOf(terminal).colour, oldFile, newFile });
}
