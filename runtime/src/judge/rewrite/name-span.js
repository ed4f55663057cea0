const COMMENTS = new Set(['C_COMMENT', 'SQL_COMMENT']);
/** The tokens of a name of `parts` parts that starts at byte `start`; null where there is no such name. */
export function nameParts(tokens, start, parts) {
  let index = tokens.findIndex((token) => token.start === start);
  if (index < 0) return null;
  const found = [];
  for (let part = 0; part < parts; part += 1) {
    if (part > 0) {
      index = skipComments(tokens, index);
      if (tokens[index]?.text !== '.') return null;
      index = skipComments(tokens, index + 1);
    }
    const token = tokens[index];
    if (token === undefined) return null;
    found.push(token);
    index += 1;
  }
  return found;
}
function skipComments(tokens, from) {
  let index = from;
  while (COMMENTS.has(tokens[index]?.tokenName ?? '')) index += 1;
  return index;
}
//# sourceMappingURL=name-span.js.map
