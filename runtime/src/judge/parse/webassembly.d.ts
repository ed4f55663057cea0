/** The part of WebAssembly that the parser uses; TypeScript describes it only among the types of a browser. */
declare namespace WebAssembly {
  interface Module {
    readonly __module: unique symbol;
  }
  interface Instance {
    readonly exports: object;
  }
  const Instance: { new (module: Module, imports: object): Instance };
  type Imports = object;
  function compile(bytes: Uint8Array): Promise<Module>;
}
