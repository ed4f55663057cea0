/** The form in which the judge's knowledge is written down: names of one kind, with the reason for all of them. */
/** The words of a text: a list of names that is pleasant to read and to compare. */
export function words(text) {
  return text.split(/\s+/).filter((word) => word !== '');
}
//# sourceMappingURL=family.js.map
