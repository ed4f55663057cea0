/** Makes the context in which a feature answers. */
import type { CheckResult } from '@dlpc/compiler';
import { parsePolicyFile, type SourceText } from '@dlpc/language';
import type { FeatureContext } from './feature-context.ts';

/** `openText` is asked first, so that a feature sees what the editor shows. */
export function contextOf(
  result: CheckResult,
  source: SourceText,
  offset: number,
  openText: (path: string) => SourceText | null = () => null,
): FeatureContext {
  const path = source.file;
  const checked = result.files.find((file) => file.path === path);
  const ast = checked?.text === source.text ? checked.ast : parsePolicyFile(path, source.text).ast;
  const textOf = (other: string): SourceText | null =>
    other === path ? source : (openText(other) ?? result.texts.get(other) ?? null);
  return { result, path, source, ast, offset, textOf };
}
