/** Modules of the editor that bring no types of their own. */
declare module 'monaco-editor-core/esm/vs/editor/editor.all.js';
declare module 'monaco-editor-core/esm/vs/editor/editor.api.js' {
  export * from 'monaco-editor-core';
}
declare module 'monaco-editor-core/esm/vs/editor/editor.worker.start.js' {
  export function start(client: () => object): void;
}
