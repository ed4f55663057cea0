/** Who connects in the demo: verified identities as the proxy knows them. The policies in examples/crm speak of their groups. */
import { randomBytes } from 'node:crypto';

export type CallerName = 'contractor' | 'pipeline' | 'support';

export const CALLER_NAMES: readonly CallerName[] = ['contractor', 'pipeline', 'support'];

export interface DemoCaller {
  /** User name towards the proxy. */
  readonly user: string;
  readonly password: string;
  /** For people. */
  readonly title: string;
  readonly sub: string;
  readonly kind: 'human' | 'service';
  readonly groups: readonly string[];
}

/** The three callers, with passwords made for this run. */
export function demoCallers(): Record<CallerName, DemoCaller> {
  return {
    contractor: caller({
      user: 'old_nightly_job',
      title: "contractor's old job",
      sub: 'ci-nightly-legacy',
      kind: 'service',
      groups: ['etl', 'contractors'],
    }),
    pipeline: caller({
      user: 'nightly_enrich',
      title: "the pipeline's task",
      sub: 'pipeline/nightly-enrich',
      kind: 'service',
      groups: ['etl'],
    }),
    support: caller({
      user: 'agnes',
      title: 'support agent',
      sub: 'agnes@corp.example',
      kind: 'human',
      groups: ['support'],
    }),
  };
}

/** Who approves what others ask for; asks nothing. */
export function demoApprover(): DemoCaller {
  return caller({
    user: 'dana',
    title: 'data protection officer',
    sub: 'dana@corp.example',
    kind: 'human',
    groups: ['privacy'],
  });
}

function caller(rest: Omit<DemoCaller, 'password'>): DemoCaller {
  return { ...rest, password: randomBytes(12).toString('base64url') };
}
