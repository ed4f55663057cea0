/** The parameters of a statement as an approver sees them: readable where that is possible, and hidden where they could be labelled values. */
import type { ShownParameter } from '../../approvals/approval-request.ts';
import type { BoundValue } from '../../pgwire/codec/decode-bind-values.ts';

/** A longer value is shown by its beginning. */
const MAX_SHOWN = 1000;

const Oid = { bool: 16, int8: 20, int2: 21, int4: 23, text: 25, varchar: 1043, uuid: 2950 } as const;

/** `types`: numbers of the types as Parse names them, 0 where it leaves one open. */
export function shownParameters(
  values: readonly BoundValue[],
  types: readonly number[],
  mayBeLabelled: (parameter: number) => boolean,
): readonly ShownParameter[] {
  return values.map(({ format, bytes }, index) => {
    if (bytes === null) return { value: null, hidden: null };
    if (mayBeLabelled(index + 1)) return { value: null, hidden: 'it could be a value of a labelled column' };
    const value = format === 'text' ? bytes.toString('utf8') : binaryText(bytes, types[index] ?? 0);
    if (value.length <= MAX_SHOWN) return { value, hidden: null };
    return { value: `${value.slice(0, MAX_SHOWN)}… (${bytes.length} bytes)`, hidden: null };
  });
}

/** Binary formats that are certain by their type; anything else as the server writes bytes. */
function binaryText(bytes: Buffer, type: number): string {
  if (type === Oid.bool && bytes.length === 1) return bytes[0] === 0 ? 'false' : 'true';
  if (type === Oid.int2 && bytes.length === 2) return String(bytes.readInt16BE());
  if (type === Oid.int4 && bytes.length === 4) return String(bytes.readInt32BE());
  if (type === Oid.int8 && bytes.length === 8) return String(bytes.readBigInt64BE());
  if (type === Oid.text || type === Oid.varchar) return bytes.toString('utf8');
  const hex = bytes.toString('hex');
  if (type === Oid.uuid && bytes.length === 16)
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return `\\x${hex}`;
}
