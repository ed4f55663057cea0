/** Checks of the values that a setting may be given: each says whether the texts between commas are harmless. */
/** Takes exactly one value, and looks at it. */
function single(check) {
  return (values) => {
    const [value] = values;
    return values.length === 1 && value !== undefined && check(value);
  };
}
/** Any text. PostgreSQL itself bounds it. */
export const anyText = single(() => true);
/** One of some words, in any case. */
export function oneOf(...allowed) {
  return single((value) => allowed.includes(value.toLowerCase()));
}
export const boolean = oneOf('on', 'off', 'true', 'false', 'yes', 'no', '1', '0');
export const onlyOn = oneOf('on', 'true', 'yes', '1');
/** A span of time: a number, with a unit or without. */
export const duration = single((value) => /^\d{1,10} ?(us|ms|s|min|h|d)?$/.test(value));
/** An integer within bounds. */
export function integerBetween(least, most) {
  return single((value) => {
    if (!/^-?\d{1,9}$/.test(value)) return false;
    const number = Number(value);
    return number >= least && number <= most;
  });
}
/** UTF-8 by one of the names that PostgreSQL knows it by: case, `-`, `_` and blanks do not count. */
export const utf8 = single((value) =>
  ['utf8', 'unicode'].includes(value.toLowerCase().replaceAll(/[-_ ]/g, '')),
);
/** `ISO, DMY`, in one text or in two. */
export const dateStyle = (values) => {
  const parts = values.flatMap((value) => value.split(',')).map((part) => part.trim().toLowerCase());
  return parts.length > 0 && parts.length <= 4 && parts.every((part) => DATE_STYLES.includes(part));
};
const DATE_STYLES = [
  ...['iso', 'sql', 'postgres', 'german', 'default'],
  ...['ymd', 'dmy', 'mdy', 'us', 'noneuro', 'noneuropean', 'euro', 'european'],
];
/**
 * A name, an abbreviation, an offset or a rule as POSIX writes them. PostgreSQL looks a name up as a path below its
 * directory of zones and refuses to leave it; no part that begins with a point gets that far.
 */
export const timeZone = single(
  (value) =>
    /^[A-Za-z0-9_/+:,.<> -]{1,100}$/.test(value) && !value.split('/').some((part) => part.startsWith('.')),
);
//# sourceMappingURL=values.js.map
