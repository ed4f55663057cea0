/** Whether what was checked is what the editor shows, in every file: else a change of several files would miss its places. */
import type { FeatureContext } from '../features/feature-context.ts';

export function isCurrent({ result, textOf }: FeatureContext): boolean {
  return result.files.every(({ path, text }) => textOf(path)?.text === text);
}
