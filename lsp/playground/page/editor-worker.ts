/** The editor's own worker, for what it computes of texts in any language. */
import { start } from 'monaco-editor-core/esm/vs/editor/editor.worker.start.js';

start(() => ({}));
