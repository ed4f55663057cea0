/** Under which user a program runs that refuses to run as root. Knows nothing of PostgreSQL. */
import { execFileSync } from 'node:child_process';

export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/** The accounts to try, in this order; `nobody` exists on every system, so none has to be created. */
const ACCOUNTS = ['postgres', 'nobody'];

/** Null where the process is not root and can start such a program as itself. */
export function unprivilegedUser(): UnprivilegedUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const account of ACCOUNTS) {
    const uid = idOf('-u', account);
    const gid = idOf('-g', account);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and none of the accounts ${ACCOUNTS.join(', ')} exists`,
  );
}

function idOf(flag: '-u' | '-g', account: string): number | null {
  try {
    return Number(
      execFileSync('id', [flag, account], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return null;
  }
}
