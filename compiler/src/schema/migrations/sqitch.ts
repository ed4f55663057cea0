/**
 * The order of a Sqitch project: that of `sqitch.plan`. A change that is reworked later stands in `deploy/` twice, the
 * older one under the first tag that follows it.
 */
import type { MigrationOrder } from './migration-order.ts';

/** Name of the plan in the folder of a project. */
export const SQITCH_PLAN = 'sqitch.plan';

/** The deploy scripts in the order of `plan`; `paths` are those that the folder holds. */
export function sqitchOrder(plan: string, paths: readonly string[]): MigrationOrder {
  const scripts = deployScripts(stepsOf(plan));
  const present = new Set(paths);
  const missing = scripts.find((script) => !present.has(script));
  if (missing !== undefined)
    return { ok: false, reason: `\`${SQITCH_PLAN}\` names \`${missing}\`, which is not there` };
  return { ok: true, paths: scripts, caveats: [] };
}

/** The script of each change; read from the end, so that what comes later is known. */
function deployScripts(steps: readonly Step[]): readonly string[] {
  const scripts: string[] = [];
  const laterChanges = new Set<string>();
  let nextTag: string | null = null;
  for (const { kind, name } of steps.toReversed()) {
    if (kind === 'tag') {
      nextTag = name;
      continue;
    }
    const version = laterChanges.has(name) && nextTag !== null ? `@${nextTag}` : '';
    scripts.push(`deploy/${name}${version}.sql`);
    laterChanges.add(name);
  }
  return scripts.toReversed();
}

interface Step {
  readonly kind: 'change' | 'tag';
  readonly name: string;
}

/** Lines of a plan: `%pragma`, `# comment`, `@tag date who`, `change [requires] date who # note`. */
function stepsOf(plan: string): readonly Step[] {
  return plan.split(/\r\n|\n/).flatMap((line): readonly Step[] => {
    const [word = ''] = line.trim().split(/\s/);
    if (word === '' || word.startsWith('#') || word.startsWith('%')) return [];
    if (word.startsWith('@')) return [{ kind: 'tag', name: word.slice(1) }];
    return [{ kind: 'change', name: word.replace(/^\+/, '') }];
  });
}
