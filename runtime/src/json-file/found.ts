/**
 * Says what was found in place of what is expected. Someone may have put a password anywhere, so the default is to
 * name the type: a text is only shown where some text is right, where none that is secret is expected, and only if short.
 */
import type { Path } from './problem.ts';

/** Keys whose values are secrets, or say where one is. */
const SECRET_KEYS = new Set(['password', 'maskKey', 'key', 'verifier', 'env', 'file', 'command']);

/**
 * A phrase for the value at a path: `` `70000` ``, `a text`, `an empty text`, `nothing`.
 * @param textExpected whether the value's only fault is which text it is
 */
export function foundText(value: unknown, path: Path, textExpected: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null) return '`null`';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return `\`${value}\``;
    case 'string':
      if (value === '') return 'an empty text';
      return textExpected && !path.some((key) => SECRET_KEYS.has(key)) && isShowable(value)
        ? `\`${value}\``
        : 'a text';
    default:
      return 'an object';
  }
}

/** Short, of one line, and without anything that a terminal would act on. */
function isShowable(text: string): boolean {
  return text.length <= 64 && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/u.test(text);
}
