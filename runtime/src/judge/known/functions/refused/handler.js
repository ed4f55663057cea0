/** Refused: handlers and trigger functions. */
import { words } from '../../family.js';
export const handlerFunctions = {
  title: 'Handlers and triggers',
  reason: 'only the server itself calls it',
  acts: false,
  names: words(`
    RI_FKey_cascade_del RI_FKey_cascade_upd RI_FKey_check_ins RI_FKey_check_upd RI_FKey_noaction_del
    RI_FKey_noaction_upd RI_FKey_restrict_del RI_FKey_restrict_upd RI_FKey_setdefault_del
    RI_FKey_setdefault_upd RI_FKey_setnull_del RI_FKey_setnull_upd array_subscript_handler bernoulli
    brinhandler bthandler ginhandler gisthandler hashhandler heap_tableam_handler jsonb_subscript_handler
    plpgsql_call_handler plpgsql_inline_handler raw_array_subscript_handler spghandler
    suppress_redundant_updates_trigger system tsvector_update_trigger tsvector_update_trigger_column
    unique_key_recheck
  `),
};
//# sourceMappingURL=handler.js.map
