/** Arithmetic on paths with forward slashes, the same on every platform. Looks at no file system. */
import { posix } from 'node:path';

/** The path of the directory that holds `path`. */
export const dirname: (path: string) => string = posix.dirname;

/** The shortest spelling of a path: `./a//b/../c/` is `a/c`. */
export function normalize(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/** What `path` means when it stands in `file`: relative to that file's directory. */
export function resolveBeside(file: string, path: string): string {
  return isAbsolute(path) ? normalize(path) : normalize(`${dirname(file)}/${path}`);
}

/** Whether a path is absolute here or on Windows, where the drive stands first. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

/** `directory/name`, without a needless `./` at the start. */
export function joinPath(directory: string, name: string): string {
  return directory === '.' ? name : normalize(`${directory}/${name}`);
}

/** A path as typed on Windows, with forward slashes; elsewhere a backslash is part of a name. */
export function fromPlatform(path: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
