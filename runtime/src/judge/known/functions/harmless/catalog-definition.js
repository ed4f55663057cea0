/** Harmless: definitions of tables, views, functions and their like. */
import { words } from '../../family.js';
export const catalogDefinitionFunctions = {
  title: 'Definitions',
  class: 'catalog',
  reason:
    'They show how objects are defined, as psql does. A definition holds the constants that its author wrote: a CHECK, a default, a partition bound or the predicate of an index. These are no stored values, and whoever writes a protected value into one has put it into the schema.',
  names: words(`
    format_type oidvectortypes pg_basetype pg_column_is_updatable pg_get_constraintdef pg_get_expr
    pg_get_function_arg_default pg_get_function_arguments pg_get_function_identity_arguments
    pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef
    pg_get_partition_constraintdef pg_get_partkeydef pg_get_publication_tables pg_get_replica_identity_index
    pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef pg_get_statisticsobjdef_columns
    pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_viewdef pg_index_column_has_property
    pg_index_has_property pg_indexam_has_property pg_options_to_table pg_partition_ancestors
    pg_partition_root pg_partition_tree pg_relation_is_publishable pg_relation_is_updatable
    pg_sequence_parameters row_security_active
  `),
};
//# sourceMappingURL=catalog-definition.js.map
