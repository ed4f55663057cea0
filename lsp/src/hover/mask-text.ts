/** What is said of a mask: how it is called, what it leaves, and a value before and after. */
import { findMask, signatureOf } from '@dlpc/compiler';
import { maskExamples } from './mask-examples.ts';

/** Null for a name that is no mask. */
export function maskText(name: string): string | null {
  const mask = findMask(name);
  if (mask === null) return null;
  const example = maskExamples[name];
  return [
    `\`\`\`dlp\n${signatureOf(mask)}\n\`\`\``,
    mask.doc,
    ...(example === undefined
      ? []
      : [`\`${example.call}\` shows \`${example.value}\` as \`${example.shown}\`.`]),
  ].join('\n\n');
}
