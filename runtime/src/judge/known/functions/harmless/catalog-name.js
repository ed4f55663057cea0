/** Harmless: names, comments and visibility. */
import { words } from '../../family.js';
export const catalogNameFunctions = {
  title: 'Names of objects',
  class: 'catalog',
  reason: 'They look up names, comments and visibility of objects.',
  names: words(`
    col_description obj_description pg_collation_is_visible pg_conversion_is_visible pg_describe_object
    pg_function_is_visible pg_get_object_address pg_get_userbyid pg_identify_object
    pg_identify_object_as_address pg_is_other_temp_schema pg_my_temp_schema pg_opclass_is_visible
    pg_operator_is_visible pg_opfamily_is_visible pg_statistics_obj_is_visible pg_table_is_visible
    pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible
    pg_type_is_visible shobj_description to_regclass to_regcollation to_regnamespace to_regoper
    to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_regtypemod
  `),
};
//# sourceMappingURL=catalog-name.js.map
