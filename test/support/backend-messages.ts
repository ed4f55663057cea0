/** Cuts what a PostgreSQL server sent into messages, for comparing and for showing. Decodes no more than that. */

export interface BackendMessage {
  /** The letter that the protocol gives it, such as `D` for DataRow. */
  readonly type: string;
  readonly body: Buffer;
}

/** Whole messages from the start of `bytes`; throws where the last one is cut off. */
export function backendMessages(bytes: Buffer): BackendMessage[] {
  const messages: BackendMessage[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 5 > bytes.length) throw new RangeError('a message header is cut off');
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) throw new RangeError('a message is cut off');
    messages.push({ type: String.fromCharCode(bytes[at] ?? 0), body: bytes.subarray(at + 5, end) });
    at = end;
  }
  return messages;
}

/** One line for people and for comparing: every byte is in it. */
export function describeMessage({ type, body }: BackendMessage): string {
  const text = body.toString('latin1').replaceAll(/[^\x20-\x7e]/g, (byte) => {
    return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `${type} ${text}`;
}
