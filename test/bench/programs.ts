/** The built programs, as files that Node runs. */
import { fileURLToPath } from 'node:url';

export const DLPC = fileURLToPath(new URL('../../compiler/bin/dlpc.js', import.meta.url));
export const DLP_LSP = fileURLToPath(new URL('../../lsp/bin/dlp-lsp.js', import.meta.url));
