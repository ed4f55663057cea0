/**
 * A bound on the work of PostgreSQL's scanner, which is not linear in all texts: of a run of operator characters it takes one
 * token after another, and looks at the whole rest of the run for each (scan.l, `operator` and `xcstart`, both with yyless). 100 kB of `+`, or of
 * `/*` inside one another, keep it busy for a minute. Knows characters and no grammar.
 */

/** Sum over all runs of their length squared. What scans within it takes a tenth of a second at most. */
const MAX_COST = 20_000_000;

const OPERATOR_CHARACTERS = '~!@#^&|`?+-*/%<>=';
const isOperator = new Uint8Array(128);
for (const character of OPERATOR_CHARACTERS) isOperator[character.charCodeAt(0)] = 1;

/** Whether scanning `text` could take unreasonably long. */
export function isCostlyToScan(text: string): boolean {
  // Even one single run would be cheap.
  if (text.length * text.length <= MAX_COST) return false;
  let cost = 0;
  for (let at = 0; at < text.length; at += 1) {
    const start = at;
    while (isOperator[text.charCodeAt(at)] === 1) at += 1;
    const length = at - start;
    if (length > 1 && !isOneToken(text, start, at)) cost += length * length;
    if (cost > MAX_COST) return true;
  }
  return false;
}

/** Rulers such as `-----` and `=====`, and lines of comment, are taken at once. */
function isOneToken(text: string, start: number, end: number): boolean {
  const run = text.slice(start, end);
  if (run.startsWith('--') && !run.includes('/*')) return true;
  const [first] = run;
  return first !== '+' && run === first?.repeat(run.length);
}
