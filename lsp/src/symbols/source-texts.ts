/** The files that a source is described by. */
import { type CheckResult, resolveBeside, type Source } from '@dlpc/compiler';
import type { SourceText } from '@dlpc/language';

/** In the order of their paths, which is that of migrations. */
export function sourceTexts({ texts }: CheckResult, { declaration }: Source): readonly SourceText[] {
  const path = resolveBeside(declaration.from.span.file, declaration.from.value);
  return [...texts.values()]
    .filter(({ file }) => file === path || file.startsWith(`${path}/`))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
