/** Refused: parsers and templates of text search, which take structures of the server. */
import { type RefusedFamily } from '../../family.ts';
export declare const textSearchPartFunctions: RefusedFamily;
//# sourceMappingURL=text-search-part.d.ts.map
