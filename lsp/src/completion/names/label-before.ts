/** The label of the `classify` that is being written. */
import type { CompletionRequest } from '../request.ts';

/** What stands between the `classify` and its first source; nothing in another statement. */
export function labelBefore({ place }: CompletionRequest): readonly string[] {
  if (place.statement[0]?.text !== 'classify') return [];
  const names: string[] = [];
  for (const [index, token] of place.statement.entries()) {
    if (index === 0) continue;
    const continues = token.text === '.' || place.statement[index - 1]?.text === '.' || index === 1;
    if (!continues) break;
    if (token.name !== null) names.push(token.name);
  }
  return names;
}
