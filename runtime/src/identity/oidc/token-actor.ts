/**
 * Who acts for the subject of a token: its claim `act` (RFC 8693, section 4.1). The outermost one is the current actor, which policies can name. Those
 * nested in it acted before, and count in no decision, as the RFC says; who revokes one of them still means this token.
 */
import type { Actor } from '../../abi.ts';

export type ActorReading =
  | {
      readonly ok: true;
      /** Null where the subject acts alone. */
      readonly actor: Actor | null;
      /** Subjects of the actor and of those before, the current one first. */
      readonly actors: readonly string[];
    }
  /** A clause for the log; holds no value of the token. */
  | { readonly ok: false; readonly problem: string };

/** How often a token can have been exchanged. */
export const MAX_ACTORS = 8;

/** What of an actor is read as of a caller, each null where it is malformed. */
export interface ActorReaders {
  readonly subject: (value: unknown) => string | null;
  readonly groups: (value: unknown) => ReadonlySet<string> | null;
}

/**
 * `act` is the claim as it stands, undefined where there is none. Whatever is wrong with it refuses the token: somebody acts, and nobody knows who.
 * @param issuer that of the token: who has a subject elsewhere is somebody else
 */
export function actorOf(
  act: unknown,
  issuer: string,
  groupsClaim: string,
  { subject, groups }: ActorReaders,
): ActorReading {
  let current: Actor | null = null;
  const actors: string[] = [];
  for (let next = act; next !== undefined; ) {
    if (typeof next !== 'object' || next === null || Array.isArray(next))
      return refuse('its claim `act` is no actor');
    if (actors.length === MAX_ACTORS)
      return refuse(`more than ${MAX_ACTORS} actors stand in its claim \`act\``);
    const claims: Readonly<Record<string, unknown>> = { ...next };
    const sub = subject(claims.sub);
    if (sub === null) return refuse('an actor in its claim `act` has no subject');
    if (claims.iss !== undefined && claims.iss !== issuer)
      return refuse('an actor in its claim `act` is of another issuer');
    if (current === null) {
      const members = groups(claims[groupsClaim]);
      if (members === null) return refuse(`the claim \`${groupsClaim}\` of its actor is no list of groups`);
      current = { sub, groups: members };
    }
    actors.push(sub);
    next = claims.act;
  }
  return { ok: true, actor: current, actors };
}

function refuse(problem: string): ActorReading {
  return { ok: false, problem };
}
