/**
 * One API: the policy in force for it, and what that means for each caller. Callers to whom the same policies apply share one view
 * and its plans. Knows no socket and no timer.
 */
import type { Asker, HttpMatcher } from '../../abi.ts';
import { type ShapeView, ValuePlans } from '../../bodies/json/value-plan.ts';
import type { ApiAccess } from '../../http/services.ts';
import { DelegatedIdentity } from '../../identity/delegation/delegated-identity.ts';
import type { Identity } from '../../identity/identity.ts';
import { applicablePolicies } from '../../judge/applicable-policies.ts';
import { BoundedCache } from '../../judge/bounded-cache.ts';
import { type AppliedLimit, appliedLimits } from '../../judge/budgets/applied-limit.ts';
import type { Budgets } from '../../judge/budgets/budgets.ts';
import { claimMisfit } from '../../judge/claim-misfit.ts';
import { type PolicySet, policySet } from '../../judge/decide/decide.ts';
import { recordLevelOf } from '../../judge/decide/record-level.ts';
import { nextChange } from '../../judge/next-change.ts';
import { FieldView } from '../../judge-http/field-view.ts';
import { RecordedView } from '../../judge-http/recorded-view.ts';
import { fieldMasker } from '../../masks/field/field-masks.ts';
import { textSearch } from '../../masks/field/search-texts.ts';

/** What holds for the callers under one set of policies. */
export interface ApiClass {
  readonly access: ApiAccess;
  readonly limits: readonly AppliedLimit[];
}

/** A matcher and the revision of the bundle that it is of. */
export interface ApiPolicy {
  readonly matcher: HttpMatcher;
  readonly revision: string;
}

/** Sets of policies that are kept ready. */
const MOST_CLASSES = 1_000;

function newClasses(): BoundedCache<ApiClass> {
  return new BoundedCache({ maxEntries: MOST_CLASSES, maxKeyLength: 64 * 1024 });
}

export class ApiSource {
  readonly name: string;
  /** What its callers have spent; outlives policies. */
  readonly budgets: Budgets;
  readonly #maskKey: Buffer | null;
  #matcher: HttpMatcher;
  #revision: string;
  #outsiders: ApiAccess['outsiders'];
  #classes = newClasses();
  #known = new WeakMap<Identity, { readonly of: ApiClass; readonly until: number }>();

  constructor(policy: ApiPolicy, maskKey: Buffer | null, budgets: Budgets) {
    this.budgets = budgets;
    this.name = policy.matcher.source;
    this.#matcher = policy.matcher;
    this.#revision = policy.revision;
    this.#maskKey = maskKey;
    this.#outsiders = this.#outsidersOf(policy.matcher);
  }

  get policy(): ApiPolicy {
    return { matcher: this.#matcher, revision: this.#revision };
  }

  /** The next request is judged by `policy`. */
  setPolicy({ matcher, revision }: ApiPolicy): void {
    this.#matcher = matcher;
    this.#revision = revision;
    this.#outsiders = this.#outsidersOf(matcher);
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
    const links = askersOf(identity).map((asker) => applicablePolicies(this.#matcher, asker, now));
    const key = links.map((link) => link.join()).join('|');
    const of = this.#classes.get(key) ?? this.#classOf(policySet(...links), `${this.#revision}/${key}`);
    this.#classes.set(key, of);
    this.#known.set(identity, { of, until: nextChange(this.#matcher, now) });
    return of;
  }

  #classOf(applicable: PolicySet, revision: string): ApiClass {
    const matcher = this.#matcher;
    const view = new FieldView(matcher, applicable);
    const plans = this.#plansOf(matcher, view);
    const recorded = new RecordedView(matcher, view, this.#outsiders.view);
    // Of a closed API nothing passes that nobody described, whoever asks.
    const hidesSomething =
      matcher.closed || view.partsOf(null).length > 0 || matcher.shapes.some((_, shape) => view.hides(shape));
    return {
      access: {
        ...{ matcher, applicable, view, plans, revision, hidesSomething, outsiders: this.#outsiders },
        recorded: { view: recorded, plans: this.#plansOf(matcher, recorded) },
        recordLevel: recordLevelOf(matcher.policies, applicable),
      },
      limits: appliedLimits(matcher, applicable),
    };
  }

  #outsidersOf(matcher: HttpMatcher): ApiAccess['outsiders'] {
    const view = new FieldView(matcher, policySet([]));
    return { view, plans: this.#plansOf(matcher, view) };
  }

  #plansOf(matcher: HttpMatcher, view: ShapeView): ValuePlans {
    const context = { key: this.#maskKey, detectors: matcher.detectors };
    return new ValuePlans(
      matcher,
      view,
      (mask) => fieldMasker(mask, context),
      (parts) => textSearch(parts, context),
    );
  }
}

/** Who asks, and for whom. No field of a request says what a client is: policies that ask for that see nothing. */
function askersOf(identity: Identity): readonly Asker[] {
  const above = identity instanceof DelegatedIdentity ? identity.onBehalfOf : [];
  return [identity, ...above].map(({ caller, task }) => ({ caller, task, hint: { applicationName: '' } }));
}
