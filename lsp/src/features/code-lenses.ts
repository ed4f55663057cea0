/** Lines above declarations: run a test; by which policies what is classified is seen as it is. */
import { type CheckResult, isApi, type Program, type WhoTarget } from '@dlpc/compiler';
import type { ClassifyDeclaration, MaskStatement, Node } from '@dlpc/language';
import { visit } from '@dlpc/language';
import type { CodeLens } from 'vscode-languageserver/node';
import { RUN_TEST } from '../commands/run-test.ts';
import { rangeIn, uriOf } from '../convert.ts';
import { blockSource } from '../symbols/block-source.ts';
import { whoSees } from '../symbols/lowered.ts';
import { patternNames, targetNames } from '../symbols/path-symbols.ts';
import { sourceNamed } from '../symbols/source-named.ts';
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
      if (node.targets.every((target) => isInApi(program, target))) return;
      lenses.push({ range: rangeIn(source, node.label.span), data: data(node) });
    },
    MaskStatement: (node, ancestors) => {
      const block = blockSource(program, ancestors);
      if (block === null || isApi(block)) return;
      lenses.push({ range: rangeIn(source, node.span), data: data(node) });
    },
  });
  return lenses;
}

/** Gives a lens its title, found again by the data it was made with; the lens itself where it is no longer true. */
export function resolveLens(context: FeatureContext, lens: CodeLens): CodeLens {
  const data: unknown = lens.data;
  if (!isLensData(data)) return lens;
  const targets: WhoTarget[] = [];
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

/** Who sees what is decided for databases. */
function isInApi(program: Program, target: ClassifyDeclaration['targets'][number]): boolean {
  const source = target.kind === 'ColumnPattern' ? sourceNamed(program, target.source.text) : null;
  return source !== null && isApi(source);
}

function titleFor(result: CheckResult, targets: readonly WhoTarget[]): string {
  const policies = new Set<string>();
  let isUndecided = false;
  for (const target of targets) {
    const answers = whoSees(result, target);
    if (answers === null) return 'seen unmasked by: not decided while there are errors';
    for (const { sights } of answers.flatMap((answer) => answer.sights))
      for (const { treatment, who } of sights) {
        if (treatment !== null && treatment.sql !== null) continue;
        if (who.undecided) isUndecided = true;
        else if (who.witness !== null) for (const { policyName } of who.rules) policies.add(policyName);
      }
  }
  if (isUndecided) return 'seen unmasked by: too many conditions to decide';
  return policies.size === 0 ? 'seen unmasked by nobody' : `seen unmasked by ${[...policies].join(', ')}`;
}

/** The columns that it names; the label where it names them by wildcards, or values. */
function classifiedBy({ result }: FeatureContext, node: ClassifyDeclaration): readonly WhoTarget[] {
  const { program } = result.checked;
  const columns = node.targets.flatMap((target) =>
    target.kind === 'ColumnPattern'
      ? patternNames(program, target).flatMap(([, symbol]) =>
          symbol.kind === 'column' && !isApi(symbol.source)
            ? [{ ...symbol, column: symbol.column.name }]
            : [],
        )
      : [],
  );
  if (columns.length > 0) return columns;
  const label = node.label.segments.map(({ text }) => text).join('.');
  return [{ kind: 'label', label }];
}

function maskedBy(
  { result }: FeatureContext,
  node: MaskStatement,
  ancestors: readonly Node[],
): readonly WhoTarget[] {
  const { program } = result.checked;
  const source = blockSource(program, ancestors);
  return node.targets.flatMap((target): WhoTarget[] => {
    const symbol = targetNames(program, source, target).at(-1)?.[1];
    if (symbol?.kind === 'label') return [{ kind: 'label', label: symbol.path }];
    return symbol?.kind === 'column' ? [{ ...symbol, column: symbol.column.name }] : [];
  });
}
