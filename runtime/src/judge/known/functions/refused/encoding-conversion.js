/** Refused: conversions between encodings, over raw memory. */
import { words } from '../../family.js';
export const encodingConversionFunctions = {
  title: 'Conversions of encodings',
  reason: 'only the server itself calls it',
  acts: false,
  names: words(`
    big5_to_euc_tw big5_to_mic big5_to_utf8 euc_cn_to_mic euc_cn_to_utf8 euc_jis_2004_to_shift_jis_2004
    euc_jis_2004_to_utf8 euc_jp_to_mic euc_jp_to_sjis euc_jp_to_utf8 euc_kr_to_mic euc_kr_to_utf8
    euc_tw_to_big5 euc_tw_to_mic euc_tw_to_utf8 gb18030_to_utf8 gbk_to_utf8 iso8859_1_to_utf8
    iso8859_to_utf8 iso_to_koi8r iso_to_mic iso_to_win1251 iso_to_win866 johab_to_utf8 koi8r_to_iso
    koi8r_to_mic koi8r_to_utf8 koi8r_to_win1251 koi8r_to_win866 koi8u_to_utf8 latin1_to_mic latin2_to_mic
    latin2_to_win1250 latin3_to_mic latin4_to_mic mic_to_big5 mic_to_euc_cn mic_to_euc_jp mic_to_euc_kr
    mic_to_euc_tw mic_to_iso mic_to_koi8r mic_to_latin1 mic_to_latin2 mic_to_latin3 mic_to_latin4
    mic_to_sjis mic_to_win1250 mic_to_win1251 mic_to_win866 shift_jis_2004_to_euc_jis_2004
    shift_jis_2004_to_utf8 sjis_to_euc_jp sjis_to_mic sjis_to_utf8 uhc_to_utf8 utf8_to_big5 utf8_to_euc_cn
    utf8_to_euc_jis_2004 utf8_to_euc_jp utf8_to_euc_kr utf8_to_euc_tw utf8_to_gb18030 utf8_to_gbk
    utf8_to_iso8859 utf8_to_iso8859_1 utf8_to_johab utf8_to_koi8r utf8_to_koi8u utf8_to_shift_jis_2004
    utf8_to_sjis utf8_to_uhc utf8_to_win win1250_to_latin2 win1250_to_mic win1251_to_iso win1251_to_koi8r
    win1251_to_mic win1251_to_win866 win866_to_iso win866_to_koi8r win866_to_mic win866_to_win1251
    win_to_utf8
  `),
};
//# sourceMappingURL=encoding-conversion.js.map
