/** One workflow command of GitHub Actions. */
import { printable } from './visible-text.ts';

/** `::error file=a.dlp,line=3::message`, with its line end. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(lines.map(printable).join('\n'))}\n`;
}

/** As the runner reads it: a line end would end the command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
