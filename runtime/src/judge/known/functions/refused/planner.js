/** Refused: helpers of planner and sorting, which take structures of the server. */
import { words } from '../../family.js';
export const plannerFunctions = {
  title: 'Planning and sorting',
  reason: 'only the planner calls it',
  acts: false,
  names: words(`
    areajoinsel areasel array_append_support array_prepend_support array_subscript_handler_support
    array_typanalyze array_unnest_support arraycontjoinsel arraycontsel bpchar_sortsupport btboolskipsupport
    btbpchar_pattern_sortsupport btcharskipsupport btfloat4sortsupport btfloat8sortsupport btint2skipsupport
    btint2sortsupport btint4skipsupport btint4sortsupport btint8skipsupport btint8sortsupport
    btnamesortsupport btoidskipsupport btoidsortsupport bttext_pattern_sortsupport bttextsortsupport
    bytea_sortsupport contjoinsel contsel date_skipsupport date_sortsupport elem_contained_by_range_support
    eqjoinsel eqsel generate_series_int4_support generate_series_int8_support
    generate_series_numeric_support generate_series_timestamp_support gist_point_sortsupport iclikejoinsel
    iclikesel icnlikejoinsel icnlikesel icregexeqjoinsel icregexeqsel icregexnejoinsel icregexnesel
    int8inc_support interval_support likejoinsel likesel macaddr_sortsupport matchingjoinsel matchingsel
    multirange_typanalyze multirangesel neqjoinsel neqsel network_sortsupport network_subset_support
    networkjoinsel networksel nlikejoinsel nlikesel numeric_sortsupport numeric_support positionjoinsel
    positionsel prefixjoinsel prefixsel range_contains_elem_support range_sortsupport range_typanalyze
    rangesel regexeqjoinsel regexeqsel regexnejoinsel regexnesel scalargejoinsel scalargesel scalargtjoinsel
    scalargtsel scalarlejoinsel scalarlesel scalarltjoinsel scalarltsel text_starts_with_support
    texticlike_support texticregexeq_support textlike_support textregexeq_support time_support
    timestamp_skipsupport timestamp_sortsupport timestamp_support ts_typanalyze tsmatchjoinsel tsmatchsel
    uuid_skipsupport uuid_sortsupport varbit_support varchar_support window_cume_dist_support
    window_dense_rank_support window_ntile_support window_percent_rank_support window_rank_support
    window_row_number_support
  `),
};
//# sourceMappingURL=planner.js.map
