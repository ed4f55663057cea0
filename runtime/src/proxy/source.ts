/**
 * One source: the policy in force for it, the newest snapshot of its server's catalog, and the judge made of both.
 * Fails closed: without a snapshot, with one that is too old, or with a role that could get around the policy,
 * nothing passes. Knows no client and no timer.
 */
import type { Asker } from '../abi.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { applicablePolicies } from '../judge/applicable-policies.ts';
import type { Budgets } from '../judge/budgets/budgets.ts';
import { claimMisfit } from '../judge/claim-misfit.ts';
import type { Judge, PolicyInForce } from '../judge/judge.ts';
import type { Obstacle } from './guarded-gate.ts';

/** Makes the judge of a policy and a catalog. */
export type MakeJudge = (policy: PolicyInForce, catalog: Catalog) => Judge;

export interface SourceOptions {
  readonly name: string;
  readonly policy: PolicyInForce;
  readonly makeJudge: MakeJudge;
  readonly budgets: Budgets;
  /** Milliseconds from which on a snapshot is too old. */
  readonly maxAge: number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
}

export class Source {
  readonly name: string;
  /** What its callers have spent; outlives policies and catalogs. */
  readonly budgets: Budgets;
  readonly #makeJudge: MakeJudge;
  readonly #maxAge: number;
  readonly #clock: () => number;
  #policy: PolicyInForce;
  #snapshot: { readonly catalog: Catalog; readonly readAt: number; readonly judge: Judge } | null = null;
  #roleRefused = false;

  constructor(options: SourceOptions) {
    this.name = options.name;
    this.budgets = options.budgets;
    this.#policy = options.policy;
    this.#makeJudge = options.makeJudge;
    this.#maxAge = options.maxAge;
    this.#clock = options.clock;
  }

  get policy(): PolicyInForce {
    return this.#policy;
  }

  get catalog(): Catalog | null {
    return this.#snapshot?.catalog ?? null;
  }

  /** Milliseconds since the snapshot was read; null where there is none. */
  get age(): number | null {
    return this.#snapshot === null ? null : this.#clock() - this.#snapshot.readAt;
  }

  /** The next statement is judged by `policy`. */
  setPolicy(policy: PolicyInForce): void {
    this.#policy = policy;
    if (this.#snapshot !== null) {
      const { catalog, readAt } = this.#snapshot;
      this.#snapshot = { catalog, readAt, judge: this.#makeJudge(policy, catalog) };
    }
  }

  /**
   * The next statement is judged with `catalog`.
   * @param readAt by the clock, when its reading began
   */
  setCatalog(catalog: Catalog, readAt: number): void {
    const unchanged = this.#snapshot?.catalog.version === catalog.version ? this.#snapshot : null;
    // What the judge has found out about statements stays true while neither policy nor catalog change.
    const judge = unchanged?.judge ?? this.#makeJudge(this.#policy, catalog);
    this.#snapshot = { catalog: unchanged?.catalog ?? catalog, readAt, judge };
  }

  /** Whether its policies are for the tokens that `identity` came by: their issuer and audience are pinned in the policy too. */
  trusts({ issuer, audience }: { readonly issuer: string; readonly audience: string }): boolean {
    const { identity } = this.#policy.matcher;
    return identity !== null && identity.issuer === issuer && identity.audience === audience;
  }

  /** Whether the role that the proxy uses on the server could get around the policy. */
  setRoleRefused(refused: boolean): void {
    this.#roleRefused = refused;
  }

  /** Whether any policy applies to who asks at `now`, and lets them in. */
  appliesTo(asker: Asker, now: number): boolean {
    return applicablePolicies(this.#policy.matcher, asker, now).length > 0;
  }

  /** What is wrong with the claims of who asks; null where they are what the policy declares. */
  misfitOf({ caller }: Asker): string | null {
    return claimMisfit(this.#policy.matcher.claims, caller.claims);
  }

  /** What keeps every statement and new session from passing; null where nothing does. */
  obstacle(): Obstacle | null {
    if (this.#roleRefused) return obstacle('role', this.name, 'its role on the server is not fit to be used');
    if (this.#snapshot === null)
      return obstacle('unavailable', this.name, 'its server could not be read yet');
    return this.#clock() - this.#snapshot.readAt > this.#maxAge
      ? obstacle('stale', this.name, 'its server could not be read for too long')
      : null;
  }

  /** Only asked where there was no obstacle once: a snapshot grows old, but never goes away. */
  judge(): Judge {
    if (this.#snapshot === null) throw new Error(`source ${this.name} is asked to judge without a catalog`);
    return this.#snapshot.judge;
  }
}

/** `58000` (system_error): no decision of the policy, and nothing that the client can mend. */
function obstacle(kind: Obstacle['kind'], name: string, reason: string): Obstacle {
  const message = `source "${name}" cannot be judged now: ${reason}`;
  const hint = 'Try again later, or ask the operators of the proxy.';
  return { kind, denial: { sqlstate: '58000', message, detail: null, hint, position: null } };
}
