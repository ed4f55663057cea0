/** All refactorings, as the code actions that an editor asks for. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionTriggerKind,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';
import { offsetIn, rangeIn, uriOf } from '../convert.ts';
import type { FeatureContext } from '../features/feature-context.ts';
import { isAskedFor } from './asked-for.ts';
import { extractGroup } from './extract-group.ts';
import { inlineGroup } from './inline-group.ts';
import { organise } from './organise.ts';
import type { FindRefactoring, Refactoring } from './refactoring.ts';
import { separateTarget } from './separate-target.ts';
import { spellOutLabel } from './spell-out-label.ts';
import { splitPolicy } from './split-policy.ts';

const ALL: readonly FindRefactoring[] = [
  extractGroup,
  inlineGroup,
  separateTarget,
  spellOutLabel,
  splitPolicy,
  organise,
];

/** What can be done at `range`, of the kinds that the editor asks for. */
export function refactorings(
  context: FeatureContext,
  range: Range,
  { only, triggerKind }: Pick<CodeActionContext, 'only' | 'triggerKind'> = {},
): CodeAction[] {
  const selection = {
    start: offsetIn(context.source, range.start),
    end: offsetIn(context.source, range.end),
  };
  // Organising reads the whole file, which nobody needs after each movement of the cursor.
  const wanted =
    triggerKind === CodeActionTriggerKind.Automatic ? ALL.filter((find) => find !== organise) : ALL;
  return wanted.flatMap((find) => {
    const found = find(context, selection);
    return found === null || !isAskedFor(found.kind, only) ? [] : (asAction(context, found) ?? []);
  });
}

function asAction({ textOf }: FeatureContext, { title, kind, edits }: Refactoring): CodeAction | null {
  const changes: Record<string, TextEdit[]> = {};
  for (const { span, newText } of edits) {
    const text = textOf(span.file);
    if (text === null) return null;
    const uri = uriOf(span.file);
    changes[uri] = [...(changes[uri] ?? []), { range: rangeIn(text, span), newText }];
  }
  return { title, kind, edit: { changes } };
}
