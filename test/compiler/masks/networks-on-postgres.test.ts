/** `ip_prefix` on real servers: with and without netmasks, and IPv4 inside of IPv6. */
import { describe, expect, it } from 'vitest';
import type { MaskArgument } from '../../../compiler/src/masks/mask.ts';
import type { ColumnType } from '../../../compiler/src/schema/model.ts';
import { columnType } from './column-types.ts';
import { maskedTexts, onServers } from './on-servers.ts';

const inet = columnType('inet', 'inet');
const cidr = columnType('cidr', 'inet');

const CASES: readonly (readonly [
  type: ColumnType,
  args: readonly MaskArgument[],
  expected: Readonly<Record<string, string>>,
])[] = [
  [
    inet,
    [24],
    {
      '192.0.2.129': '192.0.2.0/24',
      '192.0.2.129/8': '192.0.2.0/24',
      '192.0.2.129/30': '192.0.2.0/24',
      '0.0.0.0/0': '0.0.0.0/24',
      '255.255.255.255': '255.255.255.0/24',
      '2001:db8:1:2:3:4:5:6': '2001:db8:1::/48',
      '2001:db8:1:2:3:4:5:6/64': '2001:db8:1::/48',
      '::ffff:192.0.2.129': '::/48',
      '::': '::/48',
    },
  ],
  [inet, [1, 1], { '192.0.2.129': '128.0.0.0/1', 'ffff::': '8000::/1' }],
  [inet, [31, 127], { '192.0.2.129': '192.0.2.128/31', '::1': '::/127' }],
  [inet, [8, 104], { '::ffff:192.0.2.129': '::ffff:192.0.0.0/104' }],
  [
    cidr,
    [16, 32],
    {
      '192.0.2.0/24': '192.0.0.0/16',
      '10.0.0.0/8': '10.0.0.0/16',
      '0.0.0.0/0': '0.0.0.0/16',
      '192.0.2.1/32': '192.0.0.0/16',
      '2001:db8:1:2::/64': '2001:db8::/32',
      '2000::/3': '2000::/32',
    },
  ],
];

onServers((server) => {
  describe.each(CASES)('ip_prefix of $text by %j', (type, args, expected) => {
    it.each(Object.entries(expected))('%s', async (value, masked) => {
      expect(await maskedTexts(server(), [value, null], type, 'ip_prefix', ...args)).toEqual([masked, null]);
    });
  });
});
