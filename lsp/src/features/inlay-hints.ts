/**
 * What stands between the lines: the names that a wildcard means, and, behind a relation that a policy opens, how that policy shows
 * its labelled columns.
 */
import {
  type BoundRelation,
  type CheckResult,
  columnText,
  nameText,
  relationText,
  type Source,
} from '@dlpc/compiler';
import type { Span } from '@dlpc/language';
import { InlayHint, InlayHintKind, type Range } from 'vscode-languageserver/node';
import { offsetIn, positionIn } from '../convert.ts';
import { shownIn } from '../symbols/shown-in.ts';
import type { FeatureContext } from './feature-context.ts';

const MOST_NAMES = 5;

/** Nothing while the check is older than the text: its places are no longer true. */
export function inlayHints(context: FeatureContext, range: Range): InlayHint[] {
  const { result, path, source, ast } = context;
  if (!result.files.some((file) => file.ast === ast)) return [];
  const start = offsetIn(source, range.start);
  const end = offsetIn(source, range.end);
  return [...classified(context), ...opened(context)]
    .filter(({ span }) => span.file === path && span.end >= start && span.end <= end)
    .map(({ span, label, tooltip }) => {
      const hint = InlayHint.create(positionIn(source, span.end), label, InlayHintKind.Type);
      return { ...hint, paddingLeft: true, tooltip };
    });
}

interface Hint {
  readonly span: Span;
  readonly label: string;
  readonly tooltip: string;
}

/** Wildcards of `classify`. */
function classified({ result }: FeatureContext): readonly Hint[] {
  const { classifications } = result.checked.program;
  const bySpan = Map.groupBy(classifications, ({ span }) => `${span.file}:${span.start}`);
  return [...bySpan.values()].flatMap((same): Hint[] => {
    const [first] = same;
    if (first === undefined || !holdsStar(result, first.span)) return [];
    const severalRelations = new Set(same.map(({ relation }) => relation)).size > 1;
    const names = same.map(({ source, relation, column }) =>
      severalRelations ? columnText(source, relation, column.name) : nameText(column.name),
    );
    return [{ span: first.span, ...listed(names) }];
  });
}

function holdsStar({ texts }: CheckResult, { file, start, end }: Span): boolean {
  return texts.get(file)?.text.slice(start, end).includes('*') ?? false;
}

/** Relations of `allow` and `deny`: what a wildcard means, and how columns are shown. */
function opened({ result }: FeatureContext): readonly Hint[] {
  return result.checked.program.policies.flatMap((policy) =>
    policy.blocks.flatMap(({ source, commands }) =>
      commands.flatMap(({ effect, actions, relations }) => [
        ...wildcards(source, relations),
        ...(effect === 'allow' && actions.some(({ action }) => action === 'select')
          ? relations.flatMap(({ node, relation }) =>
              isWildcard({ node }) ? [] : treated(shownIn(result, policy, source, relation), node.span),
            )
          : []),
      ]),
    ),
  );
}

function wildcards(source: Source, relations: readonly BoundRelation[]): readonly Hint[] {
  const byNode = Map.groupBy(relations.filter(isWildcard), ({ node }) => node);
  return [...byNode].map(([node, same]) => ({
    span: node.span,
    ...listed(same.map(({ relation }) => relationText(source, relation))),
  }));
}

function isWildcard({ node }: Pick<BoundRelation, 'node'>): boolean {
  return (
    node.kind === 'RelationReference' &&
    (node.name.kind === 'NamePattern' || node.schema?.kind === 'NamePattern')
  );
}

function treated(shown: readonly (readonly [column: string, how: string])[], span: Span): readonly Hint[] {
  if (shown.length === 0) return [];
  const byHow = Map.groupBy(shown, ([, how]) => how);
  const parts = [...byHow].map(([how, columns]) => `${columns.map(([column]) => column).join(', ')}: ${how}`);
  const { label, tooltip } = listed(parts, '; ');
  return [{ span, label, tooltip: `To a caller to whom this policy alone applies: ${tooltip}` }];
}

function listed(names: readonly string[], between = ', '): Pick<Hint, 'label' | 'tooltip'> {
  const tooltip = names.join(between);
  const shown = names.slice(0, MOST_NAMES).join(between);
  return {
    label: names.length > MOST_NAMES ? `${shown}, … ${names.length - MOST_NAMES} more` : shown,
    tooltip,
  };
}
