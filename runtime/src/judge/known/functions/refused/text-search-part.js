/** Refused: parsers and templates of text search, which take structures of the server. */
import { words } from '../../family.js';
export const textSearchPartFunctions = {
  title: 'Parts of text search',
  reason: 'only text search calls it',
  acts: false,
  names: words(`
    dispell_init dispell_lexize dsimple_init dsimple_lexize dsnowball_init dsnowball_lexize dsynonym_init
    dsynonym_lexize prsd_end prsd_headline prsd_lextype prsd_nexttoken prsd_start thesaurus_init
    thesaurus_lexize
  `),
};
//# sourceMappingURL=text-search-part.js.map
