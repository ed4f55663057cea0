/** Messages that the proxy sends to a server: in place of a client's, or for itself. */
import { ByteWriter } from './byte-writer.ts';
import { Frontend, PROTOCOL_3_0, RequestCode } from './messages.ts';

export function encodeStartup(parameters: Iterable<readonly [string, string]>): Buffer {
  return new ByteWriter()
    .packet((body) => {
      body.int32(PROTOCOL_3_0);
      for (const [name, value] of parameters) body.cstring(name).cstring(value);
      body.byte(0);
    })
    .finish();
}

export function encodeSslRequest(): Buffer {
  return new ByteWriter().packet((body) => body.int32(RequestCode.ssl)).finish();
}

export function encodeCancelRequest(processId: number, secret: Uint8Array): Buffer {
  return new ByteWriter()
    .packet((body) => body.int32(RequestCode.cancel).int32(processId).bytes(secret))
    .finish();
}

export function encodeQuery(text: string): Buffer {
  return new ByteWriter(text.length + 32).message(Frontend.Query, (body) => body.cstring(text)).finish();
}

/** `name` as bytes, since a client may name a statement with any; `parameterTypes` as {@link decodeParse} gave them. */
export function encodeParse(name: Uint8Array, text: string, parameterTypes: Uint8Array): Buffer {
  return new ByteWriter(text.length + 64)
    .message(Frontend.Parse, (body) => body.bytes(name).byte(0).cstring(text).bytes(parameterTypes))
    .finish();
}

export function encodeCloseStatement(name: Uint8Array): Buffer {
  return new ByteWriter()
    .message(Frontend.Close, (body) => body.byte('S'.charCodeAt(0)).bytes(name).byte(0))
    .finish();
}

export function encodeDescribeStatement(name: Uint8Array): Buffer {
  return new ByteWriter()
    .message(Frontend.Describe, (body) => body.byte('S'.charCodeAt(0)).bytes(name).byte(0))
    .finish();
}

/** Bind, Describe, Execute and Sync, for which the server answers what it answers to a Query: rows in text, all of them, by the unnamed portal. */
export function encodeRun(name: Uint8Array, values: readonly string[]): Buffer {
  return new ByteWriter(128)
    .message(Frontend.Bind, (body) => {
      body.byte(0).bytes(name).byte(0).int16(0).int16(values.length);
      for (const value of values) body.int32(value.length).bytes(Buffer.from(value, 'latin1'));
      body.int16(0);
    })
    .message(Frontend.Describe, (body) => body.byte('P'.charCodeAt(0)).byte(0))
    .message(Frontend.Execute, (body) => body.byte(0).int32(0))
    .message(Frontend.Sync, () => undefined)
    .finish();
}

/** The types of as many parameters, all of one, as {@link encodeParse} takes them. */
export function encodeParameterTypes(count: number, type: number): Buffer {
  const body = new ByteWriter(2 + 4 * count).int16(count);
  for (let at = 0; at < count; at += 1) body.int32(type);
  return body.finish();
}

/** The message at these places with another name in it: all that stands from `from` to `to` is replaced. */
export function withName(
  bytes: Buffer,
  start: number,
  end: number,
  { from, to, name }: { readonly from: number; readonly to: number; readonly name: Buffer },
): Buffer {
  const length = end - start - (to - from) + name.length;
  const message = Buffer.allocUnsafe(length);
  bytes.copy(message, 0, start, from);
  name.copy(message, from - start);
  bytes.copy(message, from - start + name.length, to, end);
  message.writeInt32BE(length - 1, 1);
  return message;
}

export function encodeSync(): Buffer {
  return new ByteWriter().message(Frontend.Sync, () => undefined).finish();
}

export function encodePassword(password: string): Buffer {
  return new ByteWriter().message(Frontend.Password, (body) => body.cstring(password)).finish();
}

export function encodeSaslInitialResponse(mechanism: string, data: string): Buffer {
  const bytes = Buffer.from(data);
  return new ByteWriter()
    .message(Frontend.Password, (body) => body.cstring(mechanism).int32(bytes.length).bytes(bytes))
    .finish();
}

export function encodeSaslResponse(data: string): Buffer {
  return new ByteWriter().message(Frontend.Password, (body) => body.bytes(Buffer.from(data))).finish();
}

export function encodeTerminate(): Buffer {
  return new ByteWriter().message(Frontend.Terminate, () => undefined).finish();
}

export function encodeFlush(): Buffer {
  return new ByteWriter().message(Frontend.Flush, () => undefined).finish();
}
