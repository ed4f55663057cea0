/** Bounds of a text, so that no file can take more than a known time and memory, or overflow a stack. */
export const limits = {
  /** UTF-16 units of one file: 4 MiB of ASCII. */
  textLength: 4 * 1024 * 1024,
  tokens: 250_000,
  /** Brackets inside brackets, and `not` after `not`. */
  nesting: 64,
  /** Operators of one condition, which bounds the depth of its tree. */
  conditionOperators: 1_000,
  /** UTF-16 units of one SQL condition. */
  sqlText: 16 * 1024,
  /** Diagnostics of one file's syntax. */
  mistakes: 100,
} as const;
