/** The Emscripten factory inside libpg-query, which the package's own types do not describe. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, size: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(text: number): number;
    _wasm_free_parse_result(result: number): void;
    _wasm_scan(text: number): number;
    _wasm_free_string(pointer: number): void;
    readonly HEAPU8: Uint8Array;
  }
  /** Emscripten's hooks; `instantiateWasm` makes the instance and hands it over at once. */
  export interface ModuleOptions {
    /** For lines on standard output and standard error. */
    print(line: string): void;
    printErr(line: string): void;
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): void;
  }
  export default function createModule(options: ModuleOptions): Promise<PgQueryModule>;
}
