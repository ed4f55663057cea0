/** Harmless: digests, encodings and bits. */
import { words } from '../../family.js';
export const binaryFunctions = {
  title: 'Bytes and bit strings',
  class: 'compute',
  reason:
    'They compute on bytes, digests and bits. Conversions between encodings go through functions of the C language only, which nobody but a superuser adds.',
  names: [
    ...words(`
      bit_count convert convert_from convert_to crc32 crc32c decode encode get_bit get_byte set_bit set_byte
      sha224 sha256 sha384 sha512
    `),
    // Behind operators.
    ...words(`
      bitand bitcat biteq bitge bitgt bitle bitlt bitne bitnot bitor bitshiftleft bitshiftright bitxor
      byteacat byteaeq byteage byteagt byteale bytealike bytealt byteane byteanlike varbiteq varbitge
      varbitgt varbitle varbitlt varbitne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      bitcmp byteacmp hashbytea hashbyteaextended varbitcmp
    `),
  ],
};
//# sourceMappingURL=binary.js.map
