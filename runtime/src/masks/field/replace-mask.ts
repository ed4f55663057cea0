/** `replace` of texts, as the compiler's SQL computes it. */
import { GenuineFinder, type Sought } from '../../detect/find-genuine.ts';
import { HIDDEN, isTooLong, maskStretches } from '../../detect/mask-stretches.ts';
import { cut, type SqlType } from './sql-type.ts';

/** Takes time in proportion to the text; one that is longer than the server would look through is hidden whole. */
export function replaceText(sought: Sought, replacement: string, type: SqlType): (text: string) => string {
  const finder = new GenuineFinder(sought);
  return (text) => {
    if (isTooLong(text)) return cut(HIDDEN, type);
    const found = finder.find(text);
    if (found.length === 0) return text;
    const masked = found.map((match) => ({ ...match, masked: replacement }));
    return cut(maskStretches(text, masked), type);
  };
}
