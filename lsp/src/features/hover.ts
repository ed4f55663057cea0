/** What is known of what stands at the cursor. */
import { operationText } from '@dlpc/compiler';
import type { Span } from '@dlpc/language';
import type { Hover } from 'vscode-languageserver/node';
import { rangeIn } from '../convert.ts';
import { columnText } from '../hover/column-text.ts';
import {
  claimText,
  detectorText,
  groupText,
  identityText,
  policyText,
  sourceText,
} from '../hover/declaration-text.ts';
import { diagnosticLines } from '../hover/diagnostic-text.ts';
import { labelText } from '../hover/label-text.ts';
import { maskText } from '../hover/mask-text.ts';
import { relationText } from '../hover/relation-text.ts';
import { keywordSpans } from '../symbols/keyword-at.ts';
import type { PolicySymbol } from '../symbols/policy-symbol.ts';
import { nameAtCursor } from '../symbols/project-names.ts';
import { sourceNamed } from '../symbols/source-named.ts';
import type { FeatureContext } from './feature-context.ts';
import { fieldHelp, keywordHelp } from './keyword-help.ts';

export function hover(context: FeatureContext): Hover | null {
  const { source } = context;
  const known = meaningAt(context);
  const codes = diagnosticLines(context);
  const parts = [...(known === null ? [] : [known.text]), ...codes];
  if (parts.length === 0) return null;
  return {
    contents: { kind: 'markdown', value: parts.join('\n\n') },
    // Without a name to show it on, the editor finds the word itself.
    ...(known === null ? {} : { range: rangeIn(source, known.span) }),
  };
}

/** A name, or else a word of the language, and what is known of it. */
function meaningAt(
  context: FeatureContext,
): { readonly text: string; readonly span: Pick<Span, 'start' | 'end'> } | null {
  const { source, ast, offset } = context;
  const name = nameAtCursor(context);
  const text = name === null ? null : symbolText(context, name.symbol);
  if (name !== null && text !== null) return { text, span: name.span };
  const word = keywordSpans(ast, source).find(({ start, end }) => start <= offset && offset <= end);
  const help = word === undefined ? undefined : keywordHelp[source.text.slice(word.start, word.end)];
  return word === undefined || help === undefined ? null : { text: help, span: word };
}

function symbolText(context: FeatureContext, symbol: PolicySymbol): string | null {
  const { result } = context;
  switch (symbol.kind) {
    case 'column':
      return columnText(result, symbol);
    case 'relation':
      return relationText(result, symbol);
    case 'label':
      return labelText(result, symbol.path);
    case 'group':
      return groupText(context, symbol.name);
    case 'claim':
      return claimText(context, symbol.name);
    case 'policy':
      return policyText(context, symbol.name);
    case 'detector':
      return detectorText(context, symbol.name);
    case 'identity':
      return identityText(context);
    case 'source': {
      const source = sourceNamed(result.checked.program, symbol.name);
      return source === null ? null : sourceText(context, source);
    }
    case 'mask':
      return maskText(symbol.name);
    case 'field':
      return fieldHelp[symbol.path] ?? null;
    case 'operation': {
      const { operationId } = symbol.operation;
      const id = operationId === null ? '' : `\n\n\`operation ${operationId}\``;
      return `\`${operationText(symbol.operation)}\`${id}`;
    }
    case 'file':
      return null;
  }
}
