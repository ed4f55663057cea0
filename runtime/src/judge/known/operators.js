/**
 * Operators of pg_catalog. Each resolves to functions that are harmless, which a test holds against real servers, so every
 * name that PostgreSQL 13 to 18 has may be used; any other name is refused.
 */
import { words } from './family.js';

const known = new Set(
  words(`
    ! !! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << <<=
    <<| <= <> <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~*
    ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*
  `),
);
/** The names, for the test that compares them with real servers. */
export const knownOperators = [...known];
/** Whether an operator of this name, in pg_catalog, may not be used. */
export function isRefusedOperator(name) {
  return !known.has(name);
}
//# sourceMappingURL=operators.js.map
