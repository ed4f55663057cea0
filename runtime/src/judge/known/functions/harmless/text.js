/** Harmless: upper, regexp_replace and their like, the functions behind LIKE, `~` and `||`, and those that compare texts. */
import { words } from '../../family.js';
export const textFunctions = {
  title: 'Text',
  class: 'compute',
  reason:
    'They compute on texts and patterns. A costly pattern or a long repetition takes time and memory, as any query can.',
  names: [
    ...words(`
      array_to_string ascii bit_length btrim casefold char_length character_length chr concat concat_ws
      format initcap is_normalized left length like like_escape lower lpad ltrim md5 nameconcatoid normalize
      notlike octet_length overlay parse_ident position quote_ident quote_literal quote_nullable
      regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
      regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim similar_escape
      similar_to_escape split_part starts_with string_to_array string_to_table strpos substr substring
      textlen to_ascii to_bin to_hex to_oct translate unicode_assigned unistr upper
    `),
    // Behind operators.
    ...words(`
      anytextcat bpchar_pattern_ge bpchar_pattern_gt bpchar_pattern_le bpchar_pattern_lt bpchareq bpcharge
      bpchargt bpchariclike bpcharicnlike bpcharicregexeq bpcharicregexne bpcharle bpcharlike bpcharlt
      bpcharne bpcharnlike bpcharregexeq bpcharregexne chareq charge chargt charle charlt charne nameeq
      nameeqtext namege namegetext namegt namegttext nameiclike nameicnlike nameicregexeq nameicregexne
      namele nameletext namelike namelt namelttext namene namenetext namenlike nameregexeq nameregexne
      text_ge text_gt text_le text_lt text_pattern_ge text_pattern_gt text_pattern_le text_pattern_lt
      textanycat textcat texteq texteqname textgename textgtname texticlike texticnlike texticregexeq
      texticregexne textlename textlike textltname textne textnename textnlike textregexeq textregexne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      bpcharcmp btbpchar_pattern_cmp btcharcmp btnamecmp btnametextcmp bttext_pattern_cmp bttextcmp
      bttextnamecmp hashbpchar hashbpcharextended hashchar hashcharextended hashname hashnameextended
      hashtext hashtextextended
    `),
  ],
};
//# sourceMappingURL=text.js.map
