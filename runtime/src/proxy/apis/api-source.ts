/**
 * One API: the policy in force for it, and what that means for each caller. Callers to whom the same policies apply share one view
 * and its plans. Knows no socket and no timer.
 */
import type { Asker, HttpMatcher } from '../../abi.ts';
import { ValuePlans } from '../../bodies/json/value-plan.ts';
import type { ApiAccess } from '../../http/services.ts';
import type { Identity } from '../../identity/identity.ts';
import { applicablePolicies } from '../../judge/applicable-policies.ts';
import { BoundedCache } from '../../judge/bounded-cache.ts';
import { type AppliedLimit, appliedLimits } from '../../judge/budgets/applied-limit.ts';
import { BudgetBook } from '../../judge/budgets/budget-book.ts';
import { claimMisfit } from '../../judge/claim-misfit.ts';
import { policySet } from '../../judge/decide/decide.ts';
import { nextChange } from '../../judge/next-change.ts';
import { FieldView } from '../../judge-http/field-view.ts';
import { fieldMasker } from '../../masks/field/field-masks.ts';

/** What holds for the callers under one set of policies. */
export interface ApiClass {
  readonly access: ApiAccess;
  readonly limits: readonly AppliedLimit[];
}

/** Sets of policies that are kept ready. */
const MOST_CLASSES = 1_000;

function newClasses(): BoundedCache<ApiClass> {
  return new BoundedCache({ maxEntries: MOST_CLASSES, maxKeyLength: 64 * 1024 });
}

export class ApiSource {
  readonly name: string;
  /** What its callers have spent; outlives policies. */
  readonly budgets = new BudgetBook();
  readonly #maskKey: Buffer | null;
  #matcher: HttpMatcher;
  #classes = newClasses();
  #known = new WeakMap<Identity, { readonly of: ApiClass; readonly until: number }>();

  constructor(matcher: HttpMatcher, maskKey: Buffer | null) {
    this.name = matcher.source;
    this.#matcher = matcher;
    this.#maskKey = maskKey;
  }

  /** The next request is judged by `matcher`. */
  setPolicy(matcher: HttpMatcher): void {
    this.#matcher = matcher;
    this.#classes = newClasses();
    this.#known = new WeakMap();
  }

  /** Whether its policies are for the tokens that `identity` came by. */
  trusts({ issuer, audience }: { readonly issuer: string; readonly audience: string }): boolean {
    const { identity } = this.#matcher;
    return identity !== null && identity.issuer === issuer && identity.audience === audience;
  }

  /** Half a sentence where the claims are not those that the policies need. */
  misfitOf({ caller }: Pick<Identity, 'caller'>): string | null {
    return claimMisfit(this.#matcher.claims, caller.claims);
  }

  classOf(identity: Identity, now: number): ApiClass {
    const known = this.#known.get(identity);
    if (known !== undefined && now < known.until) return known.of;
    // No field of a request says what a client is: policies that ask for that see nothing.
    const asker: Asker = { caller: identity.caller, task: identity.task, hint: { applicationName: '' } };
    const applicable = applicablePolicies(this.#matcher, asker, now);
    const key = applicable.join();
    const of = this.#classes.get(key) ?? this.#classOf(new Set(applicable));
    this.#classes.set(key, of);
    this.#known.set(identity, { of, until: nextChange(this.#matcher, now) });
    return of;
  }

  #classOf(applicable: ReadonlySet<number>): ApiClass {
    const matcher = this.#matcher;
    const view = new FieldView(matcher, applicable);
    const plans = new ValuePlans(matcher, view, (mask) => fieldMasker(mask, this.#maskKey));
    // Of a closed API nothing passes that nobody described, whoever asks.
    const hidesSomething = matcher.closed || matcher.shapes.some((_, shape) => view.hides(shape));
    return {
      access: { matcher, applicable, view, plans, hidesSomething },
      limits: appliedLimits(matcher, policySet(applicable)),
    };
  }
}
