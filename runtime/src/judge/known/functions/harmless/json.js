/** Harmless: json, jsonb and jsonpath. */
import { words } from '../../family.js';
export const jsonFunctions = {
  title: 'JSON',
  class: 'compute',
  reason:
    'They compute on documents. What makes JSON of a value calls a cast from its type to json where a user-defined type has one.',
  names: [
    ...words(`
      array_to_json json_array_elements json_array_elements_text json_array_length json_build_array
      json_build_object json_each json_each_text json_object json_object_keys json_populate_record
      json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_typeof
      jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
      jsonb_each jsonb_each_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists
      jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array
      jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz
      jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set
      jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof row_to_json to_json
      to_jsonb
    `),
    // Behind operators.
    ...words(`
      json_array_element json_array_element_text json_extract_path json_extract_path_text json_object_field
      json_object_field_text jsonb_array_element jsonb_array_element_text jsonb_concat jsonb_contained
      jsonb_contains jsonb_delete jsonb_delete_path jsonb_eq jsonb_exists jsonb_exists_all jsonb_exists_any
      jsonb_extract_path jsonb_extract_path_text jsonb_ge jsonb_gt jsonb_le jsonb_lt jsonb_ne
      jsonb_object_field jsonb_object_field_text jsonb_path_exists_opr jsonb_path_match_opr
    `),
    // For sorting, grouping and hashing.
    ...words(`
      jsonb_cmp jsonb_hash jsonb_hash_extended
    `),
  ],
};
//# sourceMappingURL=json.js.map
