/** Harmless: inet, cidr and macaddr. */
import { words } from '../../family.js';
export const networkFunctions = {
  title: 'Network addresses',
  class: 'compute',
  reason: 'They compute on addresses; none opens a connection.',
  names: [
    ...words(`
      abbrev broadcast family host hostmask inet_merge inet_same_family macaddr8_set7bit masklen netmask
      network set_masklen
    `),
    // Behind operators.
    ...words(`
      inetand inetmi inetmi_int8 inetnot inetor inetpl int8pl_inet macaddr8_and macaddr8_eq macaddr8_ge
      macaddr8_gt macaddr8_le macaddr8_lt macaddr8_ne macaddr8_not macaddr8_or macaddr_and macaddr_eq
      macaddr_ge macaddr_gt macaddr_le macaddr_lt macaddr_ne macaddr_not macaddr_or network_eq network_ge
      network_gt network_le network_lt network_ne network_overlap network_sub network_subeq network_sup
      network_supeq
    `),
    // For sorting, grouping and hashing.
    ...words(`
      hashinet hashinetextended hashmacaddr hashmacaddr8 hashmacaddr8extended hashmacaddrextended
      macaddr8_cmp macaddr_cmp network_cmp
    `),
  ],
};
//# sourceMappingURL=network.js.map
