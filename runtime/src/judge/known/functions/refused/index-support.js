/** Refused: helpers of index access methods, which take structures of the server. */
import { words } from '../../family.js';
export const indexSupportFunctions = {
  title: 'Indexes',
  reason: 'only an index calls it',
  acts: false,
  names: words(`
    brin_bloom_add_value brin_bloom_consistent brin_bloom_opcinfo brin_bloom_options brin_bloom_union
    brin_inclusion_add_value brin_inclusion_consistent brin_inclusion_opcinfo brin_inclusion_union
    brin_minmax_add_value brin_minmax_consistent brin_minmax_multi_add_value brin_minmax_multi_consistent
    brin_minmax_multi_distance_date brin_minmax_multi_distance_float4 brin_minmax_multi_distance_float8
    brin_minmax_multi_distance_inet brin_minmax_multi_distance_int2 brin_minmax_multi_distance_int4
    brin_minmax_multi_distance_int8 brin_minmax_multi_distance_interval brin_minmax_multi_distance_macaddr
    brin_minmax_multi_distance_macaddr8 brin_minmax_multi_distance_numeric brin_minmax_multi_distance_pg_lsn
    brin_minmax_multi_distance_tid brin_minmax_multi_distance_time brin_minmax_multi_distance_timestamp
    brin_minmax_multi_distance_timetz brin_minmax_multi_distance_uuid brin_minmax_multi_opcinfo
    brin_minmax_multi_options brin_minmax_multi_union brin_minmax_opcinfo brin_minmax_union btequalimage
    btvarstrequalimage daterange_canonical daterange_subdiff gin_cmp_prefix gin_cmp_tslexeme
    gin_compare_jsonb gin_consistent_jsonb gin_consistent_jsonb_path gin_extract_jsonb
    gin_extract_jsonb_path gin_extract_jsonb_query gin_extract_jsonb_query_path gin_extract_tsquery
    gin_extract_tsvector gin_triconsistent_jsonb gin_triconsistent_jsonb_path gin_tsquery_consistent
    gin_tsquery_triconsistent ginarrayconsistent ginarrayextract ginarraytriconsistent ginqueryarrayextract
    gist_box_consistent gist_box_distance gist_box_penalty gist_box_picksplit gist_box_same gist_box_union
    gist_circle_compress gist_circle_consistent gist_circle_distance gist_point_compress
    gist_point_consistent gist_point_distance gist_point_fetch gist_poly_compress gist_poly_consistent
    gist_poly_distance gist_translate_cmptype_common gtsquery_compress gtsquery_consistent gtsquery_penalty
    gtsquery_picksplit gtsquery_same gtsquery_union gtsvector_compress gtsvector_consistent
    gtsvector_decompress gtsvector_options gtsvector_penalty gtsvector_picksplit gtsvector_same
    gtsvector_union hashvarlena hashvarlenaextended inet_gist_compress inet_gist_consistent inet_gist_fetch
    inet_gist_penalty inet_gist_picksplit inet_gist_same inet_gist_union inet_spg_choose inet_spg_config
    inet_spg_inner_consistent inet_spg_leaf_consistent inet_spg_picksplit int4range_canonical
    int4range_subdiff int8range_canonical int8range_subdiff multirange_gist_compress
    multirange_gist_consistent numrange_subdiff range_gist_consistent range_gist_penalty
    range_gist_picksplit range_gist_same range_gist_union spg_bbox_quad_config spg_box_quad_choose
    spg_box_quad_config spg_box_quad_inner_consistent spg_box_quad_leaf_consistent spg_box_quad_picksplit
    spg_kd_choose spg_kd_config spg_kd_inner_consistent spg_kd_picksplit spg_poly_quad_compress
    spg_quad_choose spg_quad_config spg_quad_inner_consistent spg_quad_leaf_consistent spg_quad_picksplit
    spg_range_quad_choose spg_range_quad_config spg_range_quad_inner_consistent
    spg_range_quad_leaf_consistent spg_range_quad_picksplit spg_text_choose spg_text_config
    spg_text_inner_consistent spg_text_leaf_consistent spg_text_picksplit tsrange_subdiff tstzrange_subdiff
  `),
};
//# sourceMappingURL=index-support.js.map
