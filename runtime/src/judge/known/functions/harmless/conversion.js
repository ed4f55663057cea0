/** Harmless: int4(x), text(x) and their like. */
import { words } from '../../family.js';
export const conversionFunctions = {
  title: 'Conversions named as types',
  class: 'compute',
  reason:
    'Each is a cast in the form of a call. Casting to `regclass` and its like looks up a name in the catalog.',
  names: words(`
    bit bool box bpchar bytea char cidr circle date datemultirange float4 float8 int2 int4 int4multirange
    int8 int8multirange interval lseg macaddr macaddr8 money name numeric nummultirange oid path point
    regclass text time timestamp timestamptz timetz tsmultirange tstzmultirange varbit varchar xid xml
  `),
};
//# sourceMappingURL=conversion.js.map
