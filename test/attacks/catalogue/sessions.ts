/** Settings, roles and the life of a session. */
import { attack, denied, type Family, masked, simple } from '../attack.ts';

const setting = (name: string) => denied('known settings', `setting "${name}" cannot be used`);
const acts = { bare: 'acts' } as const;

export const sessions: Family = {
  name: 'sessions and settings',
  about: 'Settings change what names mean, as whom a statement runs, and what the server says.',
  attacks: [
    attack(
      'search-path',
      'changes where names are looked up',
      [simple('set search_path = archive, public'), simple('select email from people order by id')],
      setting('search_path'),
      acts,
    ),
    attack(
      'search-path-of-standard',
      'changes where names are looked up, in the words of the standard',
      "set schema 'archive'",
      setting('search_path'),
      acts,
    ),
    attack(
      'search-path-by-function',
      'changes where names are looked up by a function',
      "select set_config('search_path', 'archive', false)",
      denied('known functions', 'set_config'),
      acts,
    ),
    attack(
      'search-path-by-update',
      'changes a setting as if it were a row',
      "update pg_settings set setting = 'archive' where name = 'search_path'",
      denied('writes judged', 'belongs to the server'),
      acts,
    ),
    attack('role', 'becomes another role', 'set role postgres', setting('role'), acts),
    attack(
      'authorization',
      'becomes another user',
      'set session authorization postgres',
      setting('session_authorization'),
      acts,
    ),
    attack(
      'back-to-itself',
      'becomes what it was, as connection pools do',
      [
        simple('set session authorization default; reset all; close all; select pg_advisory_unlock_all()'),
        simple('select id, email from people order by id'),
      ],
      masked('known settings'),
    ),
    attack(
      'key',
      'sets a key of its own for masks',
      "set dlp.mask_key = 'x:y'",
      setting('dlp.mask_key'),
      acts,
    ),
    attack(
      'key-in-other-case',
      'sets the key in other letters',
      'set "DLP"."Mask_Key" = \'x\'',
      setting('DLP.Mask_Key'),
      acts,
    ),
    attack('key-shown', 'has the key shown', 'show dlp.mask_key', setting('dlp.mask_key'), acts),
    attack('key-reset', 'has the key reset', 'reset dlp.mask_key', setting('dlp.mask_key'), acts),
    attack(
      'key-among-settings',
      'looks for the key among the settings',
      "select name, setting, reset_val from pg_settings where name ilike '%mask%' or setting like '%:%'",
      masked('known relations'),
      acts,
    ),
    attack('all-settings', 'has all settings shown', 'show all', setting('all'), acts),
    attack(
      'paths-among-settings',
      'looks for files of the server',
      "select setting, sourcefile from pg_settings where name in ('data_directory', 'config_file', 'hba_file', 'log_directory')",
      masked('known relations'),
      acts,
    ),
    attack(
      'row-security',
      'turns off what filters rows',
      [simple('set row_security = off'), simple('select id, email from people order by id')],
      masked('known settings'),
    ),
    attack(
      'text-search-configuration',
      'changes how texts are searched',
      "set default_text_search_config = 'public.loot'",
      setting('default_text_search_config'),
      acts,
    ),
    attack(
      'plans',
      'steers plans, which decide the order of rows',
      'set enable_seqscan = off',
      setting('enable_seqscan'),
      acts,
    ),
    attack(
      'replication-role',
      'turns off triggers',
      'set session_replication_role = replica',
      setting('session_replication_role'),
      acts,
    ),
    attack(
      'library',
      'has a library loaded',
      "set local_preload_libraries = 'x'",
      setting('local_preload_libraries'),
      acts,
    ),
    attack(
      'snapshot-of-another',
      'reads with the snapshot of another session',
      [
        simple('begin isolation level repeatable read'),
        simple("set transaction snapshot '00000003-0000001B-1'"),
        simple('rollback'),
      ],
      denied('known constructs', 'SET TRANSACTION SNAPSHOT'),
      acts,
    ),
    attack(
      'serializable',
      'lets a transaction fail by what others do',
      [
        simple('begin isolation level serializable, read only, deferrable'),
        simple('select email from people order by id'),
        simple('commit and chain'),
        simple('rollback'),
      ],
      masked('known settings'),
    ),
    attack(
      'listen',
      'listens to what others say',
      'listen loot',
      denied('known constructs', 'does not allow LISTEN'),
      acts,
    ),
    attack(
      'notify',
      'speaks to others',
      "notify loot, 'x'",
      denied('known constructs', 'does not allow NOTIFY'),
      acts,
    ),
    attack(
      'written-otherwise',
      'has values written in other ways',
      [
        simple(
          "set datestyle = 'German, DMY'; set intervalstyle = iso_8601; set bytea_output = escape; set extra_float_digits = -5; set timezone = 'Asia/Tokyo'; set xmlbinary = hex",
        ),
        simple('select * from people order by id'),
      ],
      masked('known settings'),
    ),
    attack(
      'time-out',
      'gives statements so little time that some do not end',
      [
        simple("set statement_timeout = '10min'"),
        simple('select count(*) from people p, people q where p.email < q.email'),
      ],
      masked('known settings'),
    ),
    attack(
      'checkpoint',
      'has the server write everything',
      'checkpoint',
      denied('known constructs', 'does not allow CHECK POINT'),
      acts,
    ),
  ],
};
