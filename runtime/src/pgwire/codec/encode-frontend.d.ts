export declare function encodeStartup(parameters: Iterable<readonly [string, string]>): Buffer;
export declare function encodeSslRequest(): Buffer;
export declare function encodeCancelRequest(processId: number, secret: Uint8Array): Buffer;
export declare function encodeQuery(text: string): Buffer;
/** `name` as bytes, since a client may name a statement with any; `parameterTypes` as {@link decodeParse} gave them. */
export declare function encodeParse(name: Uint8Array, text: string, parameterTypes: Uint8Array): Buffer;
export declare function encodeCloseStatement(name: Uint8Array): Buffer;
export declare function encodePassword(password: string): Buffer;
export declare function encodeSaslInitialResponse(mechanism: string, data: string): Buffer;
export declare function encodeSaslResponse(data: string): Buffer;
export declare function encodeTerminate(): Buffer;
export declare function encodeFlush(): Buffer;
//# sourceMappingURL=encode-frontend.d.ts.map