/**
 * Spell out a label: names the labels below it in its place, of a `mask` or a `reveal`. What the policy says of one of them in the same
 * source stays, since the more specific statement counted before, too.
 */
import { type CheckResult, type Label, pathText, type Source } from '@dlpc/compiler';
import { nodesAt, type PolicyDeclaration, type SourceBlock, type TreatmentTarget } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { sourceNamed } from '../symbols/source-named.ts';
import { isCurrent } from './is-current.ts';
import type { Refactoring, Selection } from './refactoring.ts';

export function spellOutLabel(context: FeatureContext, { start }: Selection): Refactoring | null {
  const { ast, source: text, result } = context;
  const { program } = result.checked;
  const path = nodesAt(ast, start);
  const target = path.find((node): node is TreatmentTarget => node.kind === 'TreatmentTarget');
  const block = path.find((node): node is SourceBlock => node.kind === 'SourceBlock');
  const policy = path.find((node): node is PolicyDeclaration => node.kind === 'PolicyDeclaration');
  if (target === undefined || block === undefined || policy === undefined || !isCurrent(context)) return null;
  const source = sourceNamed(program, block.source.text);
  const label = labelOf(result, target);
  if (source === null || label === null) return null;
  const carried = carriedIn(result, source);
  // What carries the label itself would be left out.
  if (carried.has(label)) return null;
  const said = labelsSaid(result, policy, block.source.text);
  const named = [...program.labels.values()].filter(
    (child) =>
      child.parent === label && !said.has(child) && [...carried].some((other) => isWithin(other, child)),
  );
  if (named.length === 0) return null;
  return {
    title: `Name the labels below \`${label.path}\``,
    kind: 'refactor.inline',
    edits: [
      {
        span: text.span(target.span.start, target.span.end),
        newText: named.map((child) => child.path).join(', '),
      },
    ],
  };
}

/** Every label that something of the source carries, or values in it could. */
function carriedIn({ checked }: CheckResult, source: Source): ReadonlySet<Label> {
  const { program, settled } = checked;
  const columns = settled.get(source)?.carried.relations.values() ?? [];
  return new Set([
    ...[...columns].flatMap((byColumn) => [...byColumn.values()].flat().map(({ label }) => label)),
    ...program.parts.filter((part) => part.source === source).map(({ label }) => label),
    ...program.everywhere.map(({ label }) => label),
  ]);
}

function labelsSaid(result: CheckResult, policy: PolicyDeclaration, source: string): ReadonlySet<Label> {
  const statements = policy.members.flatMap((member) =>
    member.kind === 'SourceBlock' && member.source.text === source ? member.statements : [],
  );
  const targets = statements.flatMap((statement) =>
    statement.kind === 'MaskStatement' || statement.kind === 'RevealStatement' ? statement.targets : [],
  );
  return new Set(targets.flatMap((target) => labelOf(result, target) ?? []));
}

function labelOf({ checked }: CheckResult, { segments, jsonPath }: TreatmentTarget): Label | null {
  if (jsonPath !== null) return null;
  return checked.program.labels.get(pathText(segments.map(({ text }) => text))) ?? null;
}

function isWithin(label: Label, above: Label): boolean {
  for (let step: Label | null = label; step !== null; step = step.parent) if (step === above) return true;
  return false;
}
