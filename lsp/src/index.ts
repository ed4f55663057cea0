/** The language server's public face: one function over any connection and host. */
export { serve } from './server.ts';
