/** Formatting of a whole document: one edit, or none where it is as it should be. */
import { formatText } from '@dlpc/language';
import type { TextEdit } from 'vscode-languageserver/node';
import { rangeIn } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

export function formatting({ source }: FeatureContext): TextEdit[] {
  const { text } = formatText(source.text, source.file);
  if (text === source.text) return [];
  return [{ range: rangeIn(source, source.span(0, source.text.length)), newText: text }];
}
