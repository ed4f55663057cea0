/** Harmless: arithmetic, rounding, random numbers, and numbers as text. */
import { words } from '../../family.js';
export const mathFunctions = {
  title: 'Numbers and money',
  class: 'compute',
  reason: 'They compute on numbers. `random` and `setseed` depend on nothing stored.',
  names: [
    ...words(`
      abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cash_words cbrt ceil ceiling cos
      cosd cosh cot cotd degrees dexp div dlog1 dlog10 dround dtrunc erf erfc exp factorial floor gamma gcd
      int4inc int8_sum lcm lgamma ln log log10 min_scale mod numeric_div_trunc numeric_exp numeric_inc
      numeric_ln numeric_log numeric_sqrt pg_size_bytes pg_size_pretty pi pow power radians random
      random_normal round scale setseed sign sin sind sinh sqrt tan tand tanh to_char to_number trim_scale
      trunc width_bucket
    `),
    // Behind operators.
    ...words(`
      cash_div_cash cash_div_flt4 cash_div_flt8 cash_div_int2 cash_div_int4 cash_div_int8 cash_eq cash_ge
      cash_gt cash_le cash_lt cash_mi cash_mul_flt4 cash_mul_flt8 cash_mul_int2 cash_mul_int4 cash_mul_int8
      cash_ne cash_pl dcbrt dpow dsqrt float48div float48eq float48ge float48gt float48le float48lt
      float48mi float48mul float48ne float48pl float4abs float4div float4eq float4ge float4gt float4le
      float4lt float4mi float4mul float4ne float4pl float4um float4up float84div float84eq float84ge
      float84gt float84le float84lt float84mi float84mul float84ne float84pl float8abs float8div float8eq
      float8ge float8gt float8le float8lt float8mi float8mul float8ne float8pl float8um float8up
      flt4_mul_cash flt8_mul_cash int24div int24eq int24ge int24gt int24le int24lt int24mi int24mul int24ne
      int24pl int28div int28eq int28ge int28gt int28le int28lt int28mi int28mul int28ne int28pl
      int2_mul_cash int2abs int2and int2div int2eq int2ge int2gt int2le int2lt int2mi int2mod int2mul int2ne
      int2not int2or int2pl int2shl int2shr int2um int2up int2xor int42div int42eq int42ge int42gt int42le
      int42lt int42mi int42mul int42ne int42pl int48div int48eq int48ge int48gt int48le int48lt int48mi
      int48mul int48ne int48pl int4_mul_cash int4abs int4and int4div int4eq int4ge int4gt int4le int4lt
      int4mi int4mod int4mul int4ne int4not int4or int4pl int4shl int4shr int4um int4up int4xor int82div
      int82eq int82ge int82gt int82le int82lt int82mi int82mul int82ne int82pl int84div int84eq int84ge
      int84gt int84le int84lt int84mi int84mul int84ne int84pl int8_mul_cash int8abs int8and int8div int8eq
      int8ge int8gt int8le int8lt int8mi int8mod int8mul int8ne int8not int8or int8pl int8shl int8shr int8um
      int8up int8xor numeric_abs numeric_add numeric_div numeric_eq numeric_fac numeric_ge numeric_gt
      numeric_le numeric_lt numeric_mod numeric_mul numeric_ne numeric_power numeric_sub numeric_uminus
      numeric_uplus
    `),
    // For sorting, grouping and hashing.
    ...words(`
      btfloat48cmp btfloat4cmp btfloat84cmp btfloat8cmp btint24cmp btint28cmp btint2cmp btint42cmp
      btint48cmp btint4cmp btint82cmp btint84cmp btint8cmp cash_cmp hash_numeric hash_numeric_extended
      hashfloat4 hashfloat4extended hashfloat8 hashfloat8extended hashint2 hashint2extended hashint4
      hashint4extended hashint8 hashint8extended numeric_cmp
    `),
  ],
};
//# sourceMappingURL=math.js.map
