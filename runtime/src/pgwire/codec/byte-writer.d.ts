export declare class ByteWriter {
    #private;
    constructor(capacity?: number);
    /** Writes one message of `type` whose body `write` gives. */
    message(type: number, write: (body: this) => void): this;
    /** Writes what has a length but no type: the first packet of a connection. */
    packet(write: (body: this) => void): this;
    byte(value: number): this;
    int32(value: number): this;
    bytes(value: Uint8Array): this;
    /** UTF-8 and a NUL. A NUL inside would end the string early: {@link cleanText} removes it from what is not ours. */
    cstring(value: string): this;
    /** What was written. The writer must not be used any more. */
    finish(): Buffer;
}
/** `text` without NUL, which no string of the protocol can hold. */
export declare function cleanText(text: string): string;
//# sourceMappingURL=byte-writer.d.ts.map