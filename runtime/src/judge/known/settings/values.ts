/** Checks of the values that a setting may be given: each says whether the texts between commas are harmless. */

/** The values as they stand in `SET name = a, b`; one text for one value. */
export type ValueCheck = (values: readonly string[]) => boolean;

/** Takes exactly one value, and looks at it. */
function single(check: (value: string) => boolean): ValueCheck {
  return (values) => {
    const [value] = values;
    return values.length === 1 && value !== undefined && check(value);
  };
}

/** Any text. PostgreSQL itself bounds it. */
export const anyText: ValueCheck = single(() => true);

/** One of some words, in any case. */
export function oneOf(...allowed: readonly string[]): ValueCheck {
  return single((value) => allowed.includes(value.toLowerCase()));
}

/** Whether a value that {@link boolean} accepts is a yes. */
export function isOn(value: string): boolean {
  return ['on', 'true', 'yes', '1'].includes(value.toLowerCase());
}

export const boolean: ValueCheck = oneOf('on', 'off', 'true', 'false', 'yes', 'no', '1', '0');

export const onlyOn: ValueCheck = oneOf('on', 'true', 'yes', '1');

/** A span of time: a number, with a unit or without. */
export const duration: ValueCheck = single((value) => /^\d{1,10} ?(us|ms|s|min|h|d)?$/.test(value));

/** An integer within bounds. */
export function integerBetween(least: number, most: number): ValueCheck {
  return single((value) => {
    if (!/^-?\d{1,9}$/.test(value)) return false;
    const number = Number(value);
    return number >= least && number <= most;
  });
}

/** UTF-8 by one of the names that PostgreSQL knows it by: case, `-`, `_` and blanks do not count. */
export const utf8: ValueCheck = single((value) =>
  ['utf8', 'unicode'].includes(value.toLowerCase().replaceAll(/[-_ ]/g, '')),
);

/** `ISO, DMY`, in one text or in two. */
export const dateStyle: ValueCheck = (values) => {
  const parts = values.flatMap((value) => value.split(',')).map((part) => part.trim().toLowerCase());
  return parts.length > 0 && parts.length <= 4 && parts.every((part) => DATE_STYLES.includes(part));
};

const DATE_STYLES: readonly string[] = [
  ...['iso', 'sql', 'postgres', 'german', 'default'],
  ...['ymd', 'dmy', 'mdy', 'us', 'noneuro', 'noneuropean', 'euro', 'european'],
];

/**
 * A name, an abbreviation, an offset or a rule as POSIX writes them. PostgreSQL looks a name up as a path below its
 * directory of zones and refuses to leave it; no part that begins with a point gets that far.
 */
export const timeZone: ValueCheck = single(
  (value) =>
    /^[A-Za-z0-9_/+:,.<> -]{1,100}$/.test(value) && !value.split('/').some((part) => part.startsWith('.')),
);
