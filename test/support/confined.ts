/** A command that runs `dlp-proxy` as a deployment confines it: as a user without rights, on a root that cannot be written. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAMS, REPOSITORY } from './programs.ts';

export interface Confinement {
  readonly uid: number;
  readonly gid: number;
  /** The directory that stays writable. */
  readonly state: string;
}

/**
 * Arguments of the proxy go behind it. Program and checkout are seen below `directory`, since others may not enter where they are. Needs root, and
 * changes nothing outside of a mount namespace of its own.
 */
export function confinedProxy(directory: string, { uid, gid, state }: Confinement): readonly string[] {
  const [checkout, node] = [join(directory, 'checkout'), join(directory, 'node')];
  mkdirSync(checkout);
  writeFileSync(node, '');
  const script = `
    set -eu
    checkout=$1 node=$2 state=$3 repository=$4 program=$5
    shift 5
    mount --bind "$repository" "$checkout"
    mount --bind "$program" "$node"
    mount --bind "$state" "$state"
    mount -o bind,remount,ro /
    exec setpriv --reuid ${uid} --regid ${gid} --clear-groups --bounding-set -all --inh-caps -all --no-new-privs \\
      "$node" "$checkout/\${PROGRAM}" "$@"`.replace(
    `\${PROGRAM}`,
    PROGRAMS['dlp-proxy'].slice(REPOSITORY.length),
  );
  const program = execFileSync('realpath', [process.execPath], { encoding: 'utf8' }).trim();
  return ['unshare', '-m', 'sh', '-c', script, 'sh', checkout, node, state, REPOSITORY, program];
}
