/** Lines above declarations: run a test; by which policies what is classified is seen as it is. */
import type { CheckResult } from '@dlpc/compiler';
import type { ClassifyDeclaration, MaskStatement, Node } from '@dlpc/language';
import { visit } from '@dlpc/language';
import type { CodeLens } from 'vscode-languageserver/node';
import { RUN_TEST } from '../commands/run-test.ts';
import { rangeIn, uriOf } from '../convert.ts';
import { blockSource } from '../symbols/block-source.ts';
import { type SeenTarget, seenTarget, whoSees } from '../symbols/lowered.ts';
import { targetNames } from '../symbols/path-symbols.ts';
import type { FeatureContext } from './feature-context.ts';

/** What a lens without a command needs to get one. */
export interface LensData {
  readonly uri: string;
  readonly start: number;
}

/** Those about who sees what have no command yet: that is worked out for the ones that are looked at. */
export function codeLenses({ ast, source, path, result }: FeatureContext): CodeLens[] {
  const { program } = result.checked;
  const lenses: CodeLens[] = [];
  const uri = uriOf(path);
  const data = ({ span }: Node): LensData => ({ uri, start: span.start });
  visit(ast, {
    TestDeclaration: (node) => {
      const command = { title: 'Run test', command: RUN_TEST, arguments: [uri, node.name.value] };
      lenses.push({ range: rangeIn(source, node.name.span), command });
    },
    ClassifyDeclaration: (node) => {
      lenses.push({ range: rangeIn(source, node.label.span), data: data(node) });
    },
    MaskStatement: (node, ancestors) => {
      if (blockSource(program, ancestors) === null) return;
      lenses.push({ range: rangeIn(source, node.span), data: data(node) });
    },
  });
  return lenses;
}

/** Gives a lens its title, found again by the data it was made with; the lens itself where it is no longer true. */
export function resolveLens(context: FeatureContext, lens: CodeLens): CodeLens {
  const data: unknown = lens.data;
  if (!isLensData(data)) return lens;
  const targets: SeenTarget[] = [];
  visit(context.ast, {
    ClassifyDeclaration: (node) => {
      if (node.span.start === data.start) targets.push(...classifiedBy(context, node));
    },
    MaskStatement: (node, ancestors) => {
      if (node.span.start === data.start) targets.push(...maskedBy(context, node, ancestors));
    },
  });
  const title = titleFor(context.result, targets);
  return { ...lens, command: { title, command: '' } };
}

export function isLensData(data: unknown): data is LensData {
  return typeof data === 'object' && data !== null && 'uri' in data && 'start' in data;
}

function titleFor(result: CheckResult, targets: readonly SeenTarget[]): string {
  const policies = new Set<string>();
  let isUndecided = false;
  for (const target of targets) {
    const seen = whoSees(result, target);
    if (seen === null) return 'seen unmasked by: not decided while there are errors';
    if (!seen.complete) isUndecided = true;
    for (const { mask, who } of seen.sights) {
      if (mask !== null) continue;
      if (who.undecided) isUndecided = true;
      else if (who.witness !== null) for (const { policyName } of who.rules) policies.add(policyName);
    }
  }
  if (isUndecided) return 'seen unmasked by: too many conditions to decide';
  return policies.size === 0 ? 'seen unmasked by nobody' : `seen unmasked by ${[...policies].join(', ')}`;
}

/** More columns than can be asked about while somebody scrolls. */
const MOST_COLUMNS = 20;

/** What it puts its label on; the label itself where that is values, or too many columns. */
function classifiedBy({ result, path }: FeatureContext, node: ClassifyDeclaration): readonly SeenTarget[] {
  const { classifications } = result.checked.program;
  const own = classifications.filter(
    ({ declaration: { span } }) => span.file === path && span.start === node.span.start,
  );
  if (own.length > 0 && own.length <= MOST_COLUMNS)
    return own.map(({ source, relation, column }) => seenTarget(source, relation, column.name));
  const label = node.label.segments.map(({ text }) => text).join('.');
  return [{ kind: 'label', label }];
}

function maskedBy(
  { result }: FeatureContext,
  node: MaskStatement,
  ancestors: readonly Node[],
): readonly SeenTarget[] {
  const { program } = result.checked;
  const source = blockSource(program, ancestors);
  return node.targets.flatMap((target): SeenTarget[] => {
    const symbol = targetNames(program, source, target).at(-1)?.[1];
    if (symbol?.kind === 'label') return [{ kind: 'label', label: symbol.path }];
    if (symbol?.kind !== 'column') return [];
    return [seenTarget(symbol.source, symbol.relation, symbol.column.name)];
  });
}
