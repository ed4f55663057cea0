/** What may be written at the cursor. */
import type { CompletionItem } from 'vscode-languageserver/node';
import type { FeatureContext } from '../features/feature-context.ts';

/** The best first; nothing where nothing is known. */
export function complete(_context: FeatureContext): CompletionItem[] {
  return [];
}
