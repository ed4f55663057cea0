/** The parameters of a Bind message, for showing them: behind its names stand formats, values, and formats of the answer. */
import { ByteReader } from './byte-reader.ts';

export interface BoundValue {
  readonly format: 'text' | 'binary';
  /** Null for NULL; a view. */
  readonly bytes: Buffer | null;
}

/** What {@link BindMessage.parameters} holds; null where it is malformed. */
export function decodeBindValues(parameters: Buffer): readonly BoundValue[] | null {
  const reader = new ByteReader(parameters, 0, parameters.length);
  const formats = Array.from({ length: reader.int16() & 0xffff }, () => reader.int16());
  const count = reader.int16() & 0xffff;
  if (reader.failed || (formats.length > 1 && formats.length !== count)) return null;
  const values: BoundValue[] = [];
  for (let index = 0; index < count && !reader.failed; index += 1) {
    const format = formats.length === 1 ? formats[0] : formats[index];
    const length = reader.int32();
    values.push({
      format: format === 1 ? 'binary' : 'text',
      bytes: length < 0 ? null : reader.bytes(length),
    });
  }
  for (let left = reader.int16() & 0xffff; left > 0 && !reader.failed; left -= 1) reader.int16();
  return reader.exact ? values : null;
}
