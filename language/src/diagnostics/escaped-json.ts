/** JSON for a terminal or a log: what is unprintable is written as an escape, so that printing it changes nothing. */

/** `value` as indented JSON with a line end. */
export function escapedJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/[^\P{C}\n]|\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/gu, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
