/**
 * The message types of protocol versions 3.0 and 3.2, by the names that PostgreSQL's documentation gives them ("Message
 * Formats"). Numbers only; decode-*.ts and encode-*.ts know what is inside.
 */

/** Version 3.0: major in the upper half, minor in the lower. */
export const PROTOCOL_3_0 = 0x0003_0000;

/** The newest minor version that is spoken with clients. What it adds is room for longer keys to cancel by. */
export const NEWEST_MINOR = 2;

/** What stands in place of a version in the first packet of a connection that asks for something else. */
export const RequestCode = { cancel: 80877102, ssl: 80877103, gssEncryption: 80877104 } as const;

/** From a client, after start-up. */
export const Frontend = {
  Bind: code('B'),
  Close: code('C'),
  CopyData: code('d'),
  CopyDone: code('c'),
  CopyFail: code('f'),
  Describe: code('D'),
  Execute: code('E'),
  Flush: code('H'),
  FunctionCall: code('F'),
  Parse: code('P'),
  /** PasswordMessage, SASLInitialResponse and SASLResponse; what it is depends on what was asked. */
  Password: code('p'),
  Query: code('Q'),
  Sync: code('S'),
  Terminate: code('X'),
} as const;

/** From a server. */
export const Backend = {
  Authentication: code('R'),
  BackendKeyData: code('K'),
  BindComplete: code('2'),
  CloseComplete: code('3'),
  CommandComplete: code('C'),
  CopyBothResponse: code('W'),
  CopyData: code('d'),
  CopyDone: code('c'),
  CopyInResponse: code('G'),
  CopyOutResponse: code('H'),
  DataRow: code('D'),
  EmptyQueryResponse: code('I'),
  ErrorResponse: code('E'),
  FunctionCallResponse: code('V'),
  NegotiateProtocolVersion: code('v'),
  NoData: code('n'),
  NoticeResponse: code('N'),
  NotificationResponse: code('A'),
  ParameterDescription: code('t'),
  ParameterStatus: code('S'),
  ParseComplete: code('1'),
  PortalSuspended: code('s'),
  ReadyForQuery: code('Z'),
  RowDescription: code('T'),
} as const;

/** The Int32 at the head of an Authentication message. */
export const AuthenticationCode = {
  ok: 0,
  cleartextPassword: 3,
  md5Password: 5,
  sasl: 10,
  saslContinue: 11,
  saslFinal: 12,
} as const;

/** As ReadyForQuery reports it: outside of any transaction, inside one, inside a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** One byte of type, four of length. */
export const HEADER_BYTES = 5;

/** A type for people: the letter where it is one, else the number. */
export function typeText(type: number): string {
  return type > 0x20 && type < 0x7f ? `\`${String.fromCharCode(type)}\`` : String(type);
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
