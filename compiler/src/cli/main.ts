/** The `dlpc` program. */
import { setFlagsFromString } from 'node:v8';
import { nodeHost } from '../host/node-host.ts';
import { processTerminal } from './process-terminal.ts';
import { run } from './run.ts';

// PostgreSQL's parser is WebAssembly. Optimizing its code takes half a gigabyte, and longer than a program runs that checks once.
setFlagsFromString('--no-wasm-tier-up');
setFlagsFromString('--no-wasm-dynamic-tiering');

process.exitCode = await run(process.argv.slice(2), nodeHost, processTerminal());
