/** What the compiler uses of `node:path`. */
import { dirname, isAbsolute, join, normalize, relative, resolve } from 'pathe';

export const posix = { dirname, isAbsolute, join, normalize, relative, resolve };
export { dirname, isAbsolute, join, normalize, relative, resolve };
