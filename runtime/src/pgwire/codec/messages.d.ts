/**
 * The message types of protocol versions 3.0 and 3.2, by the names that PostgreSQL's documentation gives them ("Message
 * Formats"). Numbers only; decode-*.ts and encode-*.ts know what is inside.
 */
/** Version 3.0: major in the upper half, minor in the lower. */
export declare const PROTOCOL_3_0 = 196608;
/** The newest minor version that is spoken with clients. What it adds is room for longer keys to cancel by. */
export declare const NEWEST_MINOR = 2;
/** What stands in place of a version in the first packet of a connection that asks for something else. */
export declare const RequestCode: {
    readonly cancel: 80877102;
    readonly ssl: 80877103;
    readonly gssEncryption: 80877104;
};
/** From a client, after start-up. */
export declare const Frontend: {
    readonly Bind: number;
    readonly Close: number;
    readonly CopyData: number;
    readonly CopyDone: number;
    readonly CopyFail: number;
    readonly Describe: number;
    readonly Execute: number;
    readonly Flush: number;
    readonly FunctionCall: number;
    readonly Parse: number;
    /** PasswordMessage, SASLInitialResponse and SASLResponse; what it is depends on what was asked. */
    readonly Password: number;
    readonly Query: number;
    readonly Sync: number;
    readonly Terminate: number;
};
/** From a server. */
export declare const Backend: {
    readonly Authentication: number;
    readonly BackendKeyData: number;
    readonly BindComplete: number;
    readonly CloseComplete: number;
    readonly CommandComplete: number;
    readonly CopyBothResponse: number;
    readonly CopyData: number;
    readonly CopyDone: number;
    readonly CopyInResponse: number;
    readonly CopyOutResponse: number;
    readonly DataRow: number;
    readonly EmptyQueryResponse: number;
    readonly ErrorResponse: number;
    readonly FunctionCallResponse: number;
    readonly NegotiateProtocolVersion: number;
    readonly NoData: number;
    readonly NoticeResponse: number;
    readonly NotificationResponse: number;
    readonly ParameterDescription: number;
    readonly ParameterStatus: number;
    readonly ParseComplete: number;
    readonly PortalSuspended: number;
    readonly ReadyForQuery: number;
    readonly RowDescription: number;
};
/** The Int32 at the head of an Authentication message. */
export declare const AuthenticationCode: {
    readonly ok: 0;
    readonly cleartextPassword: 3;
    readonly md5Password: 5;
    readonly sasl: 10;
    readonly saslContinue: 11;
    readonly saslFinal: 12;
};
/** As ReadyForQuery reports it: outside of any transaction, inside one, inside a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';
/** One byte of type, four of length. */
export declare const HEADER_BYTES = 5;
/** A type for people: the letter where it is one, else the number. */
export declare function typeText(type: number): string;
//# sourceMappingURL=messages.d.ts.map