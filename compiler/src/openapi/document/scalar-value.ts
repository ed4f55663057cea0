/** What a scalar stands for, by the core schema of YAML 1.2 (section 10.3.2), which for JSON's is JSON. */
import { SCALAR_STYLE } from 'js-yaml';

/** The value of a scalar whose text is `text`; one that is quoted, or a block, is a string whatever it looks like. */
export function scalarValue(text: string, style: number): string | number | boolean | null {
  if (style !== SCALAR_STYLE.PLAIN) return text;
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/.test(text)) return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text);
  return text;
}
