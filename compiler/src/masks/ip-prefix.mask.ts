/** `ip_prefix(v4bits, v6bits?)`: the network in which an address lies. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteIdentifier } from '../sql/sql.ts';
import { integerAt } from './arguments.ts';
import type { MaskDefinition } from './mask.ts';

/** What a site is commonly given; a household has 56 or 64. */
const V6_BITS = 48;

export const ipPrefixMask: MaskDefinition = {
  name: 'ip_prefix',
  params: [
    { name: 'v4bits', type: 'integer', min: 1, max: 31, optional: false },
    { name: 'v6bits', type: 'integer', min: 1, max: 127, optional: true },
  ],
  rank: REVEAL_RANK.part,
  doc: 'The network of so many bits, such as `192.0.2.0/24`, and of 48 bits for IPv6 where nothing else is given; a netmask of the value itself is not kept, an IPv4 address inside of an IPv6 one counts as IPv6, and NULL stays NULL. Fits `inet` and `cidr`.',
  accepts: isAddress,
  fits: isAddress,
  treatment: (column, type, args) => {
    const v4bits = integerAt(args, 0);
    const v6bits = args.length > 1 ? integerAt(args, 1) : V6_BITS;
    const address = cast(quoteIdentifier(column), 'inet');
    const isV4 = call('int4eq', call('family', address), '4');
    const sql = `CASE WHEN ${isV4} THEN ${network(address, v4bits)} ELSE ${network(address, v6bits)} END`;
    return {
      text: `ip_prefix(${args.join(', ')})`,
      rank: REVEAL_RANK.part,
      sql: cast(sql, type.base),
      keyed: false,
      lookup: false,
    };
  },
};

function isAddress({ family }: ColumnType): boolean {
  return family === 'inet';
}

function network(address: string, bits: number): string {
  return call('network', call('set_masklen', address, String(bits)));
}
