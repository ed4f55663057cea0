/**
 * What people may see at the admin listener besides what they may decide: by their groups, as the configuration says. A viewer sees how the proxy is, who
 * is connected and what the policies say; an auditor sees that too, and what is on record. Neither role decides anything.
 */
import type { Identity } from '../identity/identity.ts';

export interface Roles {
  readonly viewers: readonly string[];
  readonly auditors: readonly string[];
}

export interface Rights {
  readonly mayView: boolean;
  readonly mayAudit: boolean;
}

/** People alone, and nobody who acts for a task or for somebody else: what a job could see of others, whoever takes over the job could. */
export function rightsOf({ caller, task, actors }: Identity, { viewers, auditors }: Roles): Rights {
  const hasTask = task.id !== '' || task.name !== '' || task.parent !== '';
  const isPerson = caller.kind === 'human' && !hasTask && actors.length === 0;
  const isIn = (groups: readonly string[]): boolean => groups.some((group) => caller.groups.has(group));
  const mayAudit = isPerson && isIn(auditors);
  return { mayAudit, mayView: mayAudit || (isPerson && isIn(viewers)) };
}
