/** Refused: steps of aggregates. The aggregates are harmless; nobody needs to call the steps. */
import { words } from '../../family.js';
export const aggregateStepFunctions = {
  title: 'Steps of aggregates',
  reason: 'only aggregates call it',
  acts: false,
  names: words(`
    any_value_transfn array_agg_array_combine array_agg_array_deserialize array_agg_array_finalfn
    array_agg_array_serialize array_agg_array_transfn array_agg_combine array_agg_deserialize
    array_agg_finalfn array_agg_serialize array_agg_transfn array_larger array_smaller bool_accum
    bool_accum_inv bool_alltrue bool_anytrue booland_statefunc boolor_statefunc bpchar_larger bpchar_smaller
    bytea_larger bytea_smaller bytea_string_agg_finalfn bytea_string_agg_transfn cashlarger cashsmaller
    cume_dist_final date_larger date_smaller dense_rank_final enum_larger enum_smaller float4_accum
    float4larger float4smaller float8_accum float8_avg float8_combine float8_corr float8_covar_pop
    float8_covar_samp float8_regr_accum float8_regr_avgx float8_regr_avgy float8_regr_combine
    float8_regr_intercept float8_regr_r2 float8_regr_slope float8_regr_sxx float8_regr_sxy float8_regr_syy
    float8_stddev_pop float8_stddev_samp float8_var_pop float8_var_samp float8larger float8smaller
    int2_accum int2_accum_inv int2_avg_accum int2_avg_accum_inv int2_sum int2int4_sum int2larger int2smaller
    int4_accum int4_accum_inv int4_avg_accum int4_avg_accum_inv int4_avg_combine int4_sum int4larger
    int4smaller int8_accum int8_accum_inv int8_avg int8_avg_accum int8_avg_accum_inv int8_avg_combine
    int8_avg_deserialize int8_avg_serialize int8dec int8dec_any int8inc int8inc_any int8inc_float8_float8
    int8larger int8smaller interval_accum interval_accum_inv interval_avg interval_avg_accum
    interval_avg_accum_inv interval_avg_combine interval_avg_deserialize interval_avg_serialize
    interval_combine interval_larger interval_smaller interval_sum json_agg_finalfn json_agg_strict_transfn
    json_agg_transfn json_object_agg_finalfn json_object_agg_strict_transfn json_object_agg_transfn
    json_object_agg_unique_strict_transfn json_object_agg_unique_transfn jsonb_agg_finalfn
    jsonb_agg_strict_transfn jsonb_agg_transfn jsonb_object_agg_finalfn jsonb_object_agg_strict_transfn
    jsonb_object_agg_transfn jsonb_object_agg_unique_strict_transfn jsonb_object_agg_unique_transfn
    mode_final multirange_agg_finalfn multirange_agg_transfn multirange_intersect_agg_transfn network_larger
    network_smaller numeric_accum numeric_accum_inv numeric_avg numeric_avg_accum numeric_avg_combine
    numeric_avg_deserialize numeric_avg_serialize numeric_combine numeric_deserialize numeric_larger
    numeric_poly_avg numeric_poly_combine numeric_poly_deserialize numeric_poly_serialize
    numeric_poly_stddev_pop numeric_poly_stddev_samp numeric_poly_sum numeric_poly_var_pop
    numeric_poly_var_samp numeric_serialize numeric_smaller numeric_stddev_pop numeric_stddev_samp
    numeric_sum numeric_var_pop numeric_var_samp oidlarger oidsmaller ordered_set_transition
    ordered_set_transition_multi percent_rank_final percentile_cont_float8_final
    percentile_cont_float8_multi_final percentile_cont_interval_final percentile_cont_interval_multi_final
    percentile_disc_final percentile_disc_multi_final pg_lsn_larger pg_lsn_smaller range_agg_finalfn
    range_agg_transfn range_intersect_agg_transfn rank_final record_larger record_smaller string_agg_combine
    string_agg_deserialize string_agg_finalfn string_agg_serialize string_agg_transfn text_larger
    text_smaller tidlarger tidsmaller time_larger time_smaller timestamp_larger timestamp_smaller
    timestamptz_larger timestamptz_smaller timetz_larger timetz_smaller xid8_larger xid8_smaller xmlconcat2
  `),
};
//# sourceMappingURL=aggregate-step.js.map
