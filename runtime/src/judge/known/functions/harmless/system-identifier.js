/** Harmless: oid, xid, tid and pg_lsn values. */
import { words } from '../../family.js';
export const systemIdentifierFunctions = {
  title: 'System identifiers',
  class: 'compute',
  reason:
    'They compute on transaction numbers, snapshots, positions in the log and row positions that are given to them.',
  names: [
    ...words(`
      pg_lsn pg_snapshot_xip pg_snapshot_xmax pg_snapshot_xmin pg_split_walfile_name pg_visible_in_snapshot
      pg_wal_lsn_diff txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_visible_in_snapshot
    `),
    // Behind operators.
    ...words(`
      cideq numeric_pl_pg_lsn oideq oidge oidgt oidle oidlt oidne pg_lsn_eq pg_lsn_ge pg_lsn_gt pg_lsn_le
      pg_lsn_lt pg_lsn_mi pg_lsn_mii pg_lsn_ne pg_lsn_pli tideq tidge tidgt tidle tidlt tidne xid8eq xid8ge
      xid8gt xid8le xid8lt xid8ne xideq xideqint4 xidneq xidneqint4
    `),
    // For sorting, grouping and hashing.
    ...words(`
      btoidcmp bttidcmp hashcid hashcidextended hashoid hashoidextended hashtid hashtidextended hashxid
      hashxid8 hashxid8extended hashxidextended pg_lsn_cmp pg_lsn_hash pg_lsn_hash_extended xid8cmp
    `),
  ],
};
//# sourceMappingURL=system-identifier.js.map
