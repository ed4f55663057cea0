/** The editor, with what this page uses of it. */
import 'monaco-editor-core/esm/vs/editor/editor.all.js';
import * as monaco from 'monaco-editor-core/esm/vs/editor/editor.api.js';

self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL('editor.js', document.baseURI), { type: 'module', name: 'editor' }),
};

export { monaco };
