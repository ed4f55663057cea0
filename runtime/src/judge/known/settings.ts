/** What a client may do with settings: SET and RESET, SHOW and `current_setting('…')`. Anything not listed is refused. */
import { resettableSettings, setRefusals } from './settings/refused.ts';
import { settableSettings } from './settings/settable.ts';
import { showableSettings } from './settings/showable.ts';

const showable: ReadonlySet<string> = new Set(showableSettings);

/**
 * Why a client may not see a setting: the end of a sentence; null where it may. `SHOW ALL` has the name `all` in a
 * parse tree.
 */
export function settingShowRefusal(name: string): string | null {
  const known = canonicalName(name);
  if (showable.has(known)) return null;
  if (known === 'all') return 'SHOW ALL shows every setting; read pg_settings instead';
  return 'its value is not among those that the proxy shows';
}

/** A regular expression of PostgreSQL that matches the names of settings that a client may see, in any case, and no others. */
export const SHOWABLE_NAMES = `(?i)^(?:${showableSettings.map((name) => name.replaceAll('.', '\\.')).join('|')})$`;

/**
 * Why a client may not give a setting these values, which stand between commas: the end of a sentence; null where it
 * may. `values` is null for DEFAULT and RESET, which lead back to what the session began with.
 */
export function settingSetRefusal(name: string, values: readonly string[] | null): string | null {
  const known = canonicalName(name);
  const settable = settableSettings.get(known);
  if (settable === undefined) {
    if (values === null && resettableSettings.has(known)) return null;
    return setRefusals.get(known) ?? 'it is not among the settings that the proxy lets a client change';
  }
  return values === null || settable.accepts(values) ? null : `it may be set to ${settable.values}`;
}

/**
 * Lower case in ASCII only, as PostgreSQL compares names of settings (guc.c, guc_name_compare): a letter that only
 * Unicode folds to `k` or `i` must not make another setting of an unknown one.
 */
function canonicalName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
