/** By which paths a bundle names policy files: the same, wherever the files lie and from wherever they are named. */
import { dirname } from './host/paths.ts';

/** Each path relative to the deepest directory that holds them all. */
export function bundlePaths(paths: readonly string[]): ReadonlyMap<string, string> {
  const root = commonDirectory(paths.map((path) => dirname(path).split('/')));
  return new Map(paths.map((path) => [path, path.split('/').slice(root).join('/')]));
}

/** How many leading segments all directories share; `.` is the directory of a bare name, and no segment of it. */
function commonDirectory(directories: readonly (readonly string[])[]): number {
  const [first = [], ...others] = directories;
  let shared = 0;
  for (const segment of first) {
    if (segment === '.' || others.some((other) => other[shared] !== segment)) break;
    shared += 1;
  }
  return shared;
}
