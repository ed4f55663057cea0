/** Where to read on about what is wrong at a place. The editor shows the messages themselves. */
import type { NameContext } from '../symbols/name-context.ts';

/** One line for each code at the cursor; none while the check is older than the text. */
export function diagnosticLines({ result, path, source, offset }: NameContext): readonly string[] {
  if (result.texts.get(path)?.text !== source.text) return [];
  const touching = result.diagnostics.filter(
    ({ span }) => span.file === path && span.start <= offset && offset <= span.end,
  );
  return [...new Set(touching.map(({ code }) => `\`dlpc explain ${code}\` says more about ${code}.`))];
}
