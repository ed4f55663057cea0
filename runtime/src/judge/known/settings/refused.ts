/**
 * Reasons why settings that clients know are refused; any other setting is refused as unknown. Ends of the sentence
 * `setting "…" cannot be used through the proxy: …`.
 */

/** Those of them that may be led back to what the session began with: connection pools do, and DISCARD ALL does the same. */
export const resettableSettings: ReadonlySet<string> = new Set(['session_authorization', 'role']);

/** Why they cannot be set. By name in lower case; a setting that may be set, to other values, does not stand here. */
export const setRefusals: ReadonlyMap<string, string> = new Map([
  ['role', 'the proxy decides as which role a session reads'],
  ['session_authorization', 'the proxy decides as which role a session reads'],
  ['search_path', 'names are resolved by the path that the session began with'],
  ['session_preload_libraries', 'it loads code into the server'],
  ['local_preload_libraries', 'it loads code into the server'],
  ['default_text_search_config', 'text is searched by the configuration that the session began with'],
  ['backslash_quote', 'it changes how the server reads literals'],
  ['transform_null_equals', 'it changes how the server reads comparisons'],
  ['lc_messages', 'messages are read in the language of the server'],
  ['plan_cache_mode', 'it steers plans, which decide the order of rows'],
  ['work_mem', 'it steers plans, which decide the order of rows'],
  ['geqo', 'it steers plans, which decide the order of rows'],
]);
