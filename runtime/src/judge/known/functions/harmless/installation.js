/** Harmless: extensions, encodings, key words and time zones. */
import { words } from '../../family.js';
export const installationFunctions = {
  title: 'Installation',
  class: 'catalog',
  reason:
    'They tell what this installation of PostgreSQL offers: extensions, encodings, collations, key words, time zones.',
  names: words(`
    icu_unicode_version pg_available_extension_versions pg_available_extensions pg_char_to_encoding
    pg_collation_actual_version pg_database_collation_actual_version pg_encoding_max_length
    pg_encoding_to_char pg_extension_update_paths pg_get_catalog_foreign_keys pg_get_keywords
    pg_get_wait_events pg_settings_get_flags pg_tablespace_location pg_timezone_abbrevs
    pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names unicode_version
  `),
};
//# sourceMappingURL=installation.js.map
