/** Who holds a token of the proxy's own issuers, and for whom they act: nothing that any link of the token may not do, may they. */
import type { Asker } from '../../abi.ts';
import { TokenIdentity } from '../oidc/token-identity.ts';

/** Issuer of such tokens in lists of revocations and in logs. */
const OWN_ISSUER = 'dlp-proxy';

type Principal = Pick<Asker, 'caller' | 'task'>;

export class DelegatedIdentity extends TokenIdentity {
  /** Each task that handed its token on, the nearest first. */
  readonly onBehalfOf: readonly Principal[];
  /** Whether every link opens a source. */
  readonly opens: (source: string) => boolean;

  constructor({
    onBehalfOf,
    opens,
    ...fields
  }: Omit<ConstructorParameters<typeof TokenIdentity>[0], 'issuer'> & {
    readonly onBehalfOf: readonly Principal[];
    readonly opens: (source: string) => boolean;
  }) {
    super({ ...fields, issuer: OWN_ISSUER });
    this.onBehalfOf = onBehalfOf;
    this.opens = opens;
  }
}
