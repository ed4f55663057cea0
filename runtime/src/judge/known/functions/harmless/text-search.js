/** Harmless: tsvector and tsquery. */
import { words } from '../../family.js';
export const textSearchFunctions = {
  title: 'Text search',
  class: 'compute',
  reason:
    "They compute on documents by dictionaries that the server's administrator installed. `ts_rewrite` and `ts_stat` run text as SQL and are refused.",
  names: [
    ...words(`
      array_to_tsvector get_current_ts_config json_to_tsvector jsonb_to_tsvector numnode phraseto_tsquery
      plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_debug ts_delete ts_filter
      ts_headline ts_lexize ts_parse ts_rank ts_rank_cd ts_token_type tsvector_to_array websearch_to_tsquery
    `),
    // Behind operators.
    ...words(`
      ts_match_qv ts_match_tq ts_match_tt ts_match_vq tsq_mcontained tsq_mcontains tsquery_and tsquery_eq
      tsquery_ge tsquery_gt tsquery_le tsquery_lt tsquery_ne tsquery_not tsquery_or tsquery_phrase
      tsvector_concat tsvector_eq tsvector_ge tsvector_gt tsvector_le tsvector_lt tsvector_ne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      tsquery_cmp tsvector_cmp
    `),
  ],
};
//# sourceMappingURL=text-search.js.map
