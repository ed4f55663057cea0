/** Messages of a server, for tests that say exactly what is sent. */
import { ByteWriter } from '../../../runtime/src/pgwire/codec/byte-writer.ts';
import {
  encodeBackendKeyData,
  encodeParameterStatus,
  encodeReadyForQuery,
} from '../../../runtime/src/pgwire/codec/encode-backend.ts';
import { encodeErrorFields } from '../../../runtime/src/pgwire/codec/error-fields.ts';
import { Backend, type TransactionStatus } from '../../../runtime/src/pgwire/codec/messages.ts';

export function message(
  name: keyof typeof Backend,
  write: (body: ByteWriter) => void = () => undefined,
): Buffer {
  return new ByteWriter().message(Backend[name], write).finish();
}

export const parseComplete = message('ParseComplete');
export const bindComplete = message('BindComplete');
export const closeComplete = message('CloseComplete');
export const noData = message('NoData');
export const portalSuspended = message('PortalSuspended');
export const emptyQuery = message('EmptyQueryResponse');
export const copyDone = message('CopyDone');
export const parameterDescription = message('ParameterDescription', (body) => body.byte(0).byte(0));
export const copyIn = message('CopyInResponse', (body) => body.byte(0).byte(0).byte(0));
export const copyOut = message('CopyOutResponse', (body) => body.byte(0).byte(0).byte(0));

export function complete(tag = 'SELECT 1'): Buffer {
  return message('CommandComplete', (body) => body.cstring(tag));
}

export function ready(status: TransactionStatus = 'I'): Buffer {
  return encodeReadyForQuery(status);
}

export function parameter(name: string, value: string): Buffer {
  return encodeParameterStatus(name, value);
}

export function key(processId: number, secret: Buffer): Buffer {
  return encodeBackendKeyData(processId, secret);
}

export function rowDescription(...names: string[]): Buffer {
  return message('RowDescription', (body) => {
    body.byte(0).byte(names.length);
    for (const name of names) body.cstring(name).bytes(Buffer.alloc(18));
  });
}

export function row(...values: (string | null)[]): Buffer {
  return message('DataRow', (body) => {
    body.byte(0).byte(values.length);
    for (const value of values) {
      if (value === null) body.int32(-1);
      else body.int32(Buffer.byteLength(value)).bytes(Buffer.from(value));
    }
  });
}

export function copyData(data: string): Buffer {
  return message('CopyData', (body) => body.bytes(Buffer.from(data)));
}

/** An error with every field that could tell something. Fields given as undefined are left out. */
export function error(fields: Readonly<Record<string, string | undefined>> = {}): Buffer {
  return encodeErrorFields(
    'error',
    fieldsOf({ S: 'ERROR', V: 'ERROR', C: '42601', M: 'syntax error', ...fields }),
  );
}

export function notice(fields: Readonly<Record<string, string | undefined>> = {}): Buffer {
  return encodeErrorFields(
    'notice',
    fieldsOf({ S: 'NOTICE', V: 'NOTICE', C: '00000', M: 'a notice', ...fields }),
  );
}

export function notification(): Buffer {
  return message('NotificationResponse', (body) => body.int32(1).cstring('channel').cstring('payload'));
}

function fieldsOf(fields: Readonly<Record<string, string | undefined>>): Map<string, string> {
  return new Map(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
