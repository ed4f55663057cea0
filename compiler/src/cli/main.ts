/** The `dlpc` program. */

import { nodeHost } from '../host/node-host.ts';
import { spareMemory } from '../host/spare-memory.ts';
import { processTerminal } from './process-terminal.ts';
import { run } from './run.ts';

spareMemory({ isLasting: false });

process.exitCode = await run(process.argv.slice(2), nodeHost, processTerminal());
