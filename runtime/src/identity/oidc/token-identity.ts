/** From the claims of a verified token to an identity. Knows nothing of signatures: what it is given was verified. */
import type { CallerKind, Task } from '../../abi.ts';
import { type ClaimValue, claimsOf } from '../claims.ts';
import type { Identity } from '../identity.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { actorOf } from './token-actor.ts';

/** Bounds on what one token may make the proxy hold. */
const LIMITS = { claims: 200, text: 1024, members: 1000 } as const;

/** An identity that a token vouched for. */
export class TokenIdentity implements Identity {
  readonly user: string;
  readonly expiresAt: Date;
  readonly caller: Identity['caller'];
  readonly task: Task;
  readonly actors: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  /** `jti` of the token, and of those that it came of: each can be revoked. */
  readonly tokenIds: readonly string[];
  /** Null where nobody said. */
  readonly issuedAt: Date | null;
  /** Of the session at the provider, `sid`; null where the token names none. */
  readonly sessionId: string | null;

  constructor(
    fields: Identity & {
      readonly issuer: string;
      readonly audience: string;
      readonly tokenIds: readonly string[];
      readonly issuedAt?: Date | null;
      readonly sessionId?: string | null;
    },
  ) {
    this.user = fields.user;
    this.expiresAt = fields.expiresAt;
    this.caller = fields.caller;
    this.task = fields.task;
    this.actors = fields.actors;
    this.issuer = fields.issuer;
    this.audience = fields.audience;
    this.tokenIds = fields.tokenIds;
    this.issuedAt = fields.issuedAt ?? null;
    this.sessionId = fields.sessionId ?? null;
  }
}

export type IdentityReading =
  | { readonly ok: true; readonly identity: TokenIdentity }
  /** A clause for the log; holds no value of the token. */
  | { readonly ok: false; readonly problem: string };

/** What of a provider's settings says how claims are read. */
export type ClaimSettings = Pick<
  ProviderSettings,
  'user' | 'issuer' | 'audience' | 'kind' | 'kindClaim' | 'groupsClaim' | 'taskClaim'
>;

/** Reads the payload of a token whose signature, issuer, audience and times were verified. */
export function identityOf(
  payload: Readonly<Record<string, unknown>>,
  settings: ClaimSettings,
): IdentityReading {
  const { sub, exp, iat, jti, sid } = payload;
  const subject = subjectOf(sub);
  if (subject === null) return refuse('it has no subject');
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return refuse('it has no end');
  const groups = groupsOf(payload[settings.groupsClaim]);
  if (groups === null) return refuse(`its claim \`${settings.groupsClaim}\` is no list of groups`);
  const kind = kindOf(payload, settings);
  if (kind === null)
    return refuse(`its claim \`${settings.kindClaim}\` is neither \`human\` nor \`service\``);
  const task = taskOf(payload[settings.taskClaim]);
  if (task === null) return refuse(`its claim \`${settings.taskClaim}\` is no task`);
  const acting = actorOf(payload.act, settings.issuer, settings.groupsClaim, {
    subject: subjectOf,
    groups: groupsOf,
  });
  if (!acting.ok) return acting;
  const { actor, actors } = acting;
  const entries = Object.entries(payload).filter((entry): entry is [string, ClaimValue] => isClaim(entry[1]));
  if (entries.length > LIMITS.claims) return refuse('it has too many claims');
  return {
    ok: true,
    identity: new TokenIdentity({
      user: settings.user,
      expiresAt: new Date(exp * 1000),
      caller: { sub: subject, kind, groups, claims: claimsOf(Object.fromEntries(entries)), actor },
      task,
      actors,
      issuer: settings.issuer,
      audience: settings.audience,
      tokenIds: isText(jti) ? [jti] : [],
      issuedAt: typeof iat === 'number' && Number.isFinite(iat) ? new Date(iat * 1000) : null,
      sessionId: isText(sid) && sid !== '' ? sid : null,
    }),
  };
}

function subjectOf(value: unknown): string | null {
  return isText(value) && value !== '' ? value : null;
}

/** Absent means none. */
function groupsOf(value: unknown): ReadonlySet<string> | null {
  if (value === undefined) return new Set();
  return isTexts(value) ? new Set(value) : null;
}

function kindOf(payload: Readonly<Record<string, unknown>>, settings: ClaimSettings): CallerKind | null {
  const said = settings.kindClaim === null ? undefined : payload[settings.kindClaim];
  if (said === undefined) return settings.kind;
  return said === 'human' || said === 'service' ? said : null;
}

/** Absent means no task; what of it is absent is empty. */
function taskOf(value: unknown): Task | null {
  const none: Task = { id: '', name: '', parent: '' };
  if (value === undefined) return none;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { id = '', name = '', parent = '' } = value as Readonly<Record<string, unknown>>;
  return isText(id) && isText(name) && isText(parent) ? { id, name, parent } : null;
}

/** Whether policies could read it. Anything else of a token they cannot, and it is left out. */
function isClaim(value: unknown): value is ClaimValue {
  return isText(value) || Number.isSafeInteger(value) || typeof value === 'boolean' || isTexts(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= LIMITS.members && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LIMITS.text && !value.includes('\0');
}

function refuse(problem: string): IdentityReading {
  return { ok: false, problem };
}
