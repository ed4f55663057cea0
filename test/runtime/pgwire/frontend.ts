/** Messages of a client, for tests that say exactly what is sent. */
import { ByteWriter } from '../../../runtime/src/pgwire/codec/byte-writer.ts';
import { Frontend } from '../../../runtime/src/pgwire/codec/messages.ts';

const bytesOf = (name: string | Buffer) => (typeof name === 'string' ? Buffer.from(name) : name);

export function query(text: string | Buffer): Buffer {
  return message('Query', (body) => body.bytes(bytesOf(text)).byte(0));
}

export function parse(name: string | Buffer, text: string | Buffer, types: readonly number[] = []): Buffer {
  return message('Parse', (body) => {
    body.bytes(bytesOf(name)).byte(0).bytes(bytesOf(text)).byte(0).byte(0).byte(types.length);
    for (const type of types) body.int32(type);
  });
}

/** Values as text, null for NULL; `binary` asks for binary results. */
export function bind(
  portal: string | Buffer,
  statement: string | Buffer,
  values: readonly (string | null)[] = [],
  results: 'text' | 'binary' = 'text',
): Buffer {
  return message('Bind', (body) => {
    body.bytes(bytesOf(portal)).byte(0).bytes(bytesOf(statement)).byte(0);
    body.byte(0).byte(0).byte(0).byte(values.length);
    for (const value of values) {
      if (value === null) body.int32(-1);
      else body.int32(Buffer.byteLength(value)).bytes(Buffer.from(value));
    }
    if (results === 'text') body.byte(0).byte(0);
    else body.byte(0).byte(1).byte(0).byte(1);
  });
}

export function describeStatement(name: string | Buffer): Buffer {
  return message('Describe', (body) => body.bytes(Buffer.from('S')).bytes(bytesOf(name)).byte(0));
}

export function describePortal(name: string): Buffer {
  return message('Describe', (body) => body.bytes(Buffer.from('P')).cstring(name));
}

export function execute(portal: string, rows = 0): Buffer {
  return message('Execute', (body) => body.cstring(portal).int32(rows));
}

export function closeStatement(name: string | Buffer): Buffer {
  return message('Close', (body) => body.bytes(Buffer.from('S')).bytes(bytesOf(name)).byte(0));
}

export function closePortal(name: string): Buffer {
  return message('Close', (body) => body.bytes(Buffer.from('P')).cstring(name));
}

export function functionCall(): Buffer {
  return message('FunctionCall', (body) => body.int32(1).bytes(Buffer.alloc(6)));
}

export function copyData(data: string): Buffer {
  return message('CopyData', (body) => body.bytes(Buffer.from(data)));
}

export function copyFail(reason: string): Buffer {
  return message('CopyFail', (body) => body.cstring(reason));
}

export const sync = message('Sync');
export const flush = message('Flush');
export const copyDone = message('CopyDone');
export const terminate = message('Terminate');

export function message(
  name: keyof typeof Frontend,
  write: (body: ByteWriter) => void = () => undefined,
): Buffer {
  return new ByteWriter().message(Frontend[name], write).finish();
}
