/** From what the configuration says of a server to what the wire needs to connect to it. */
import { MASK_KEY_SETTING } from '../abi.ts';
import type { UpstreamConfig } from '../config/config.ts';
import { maskKeySetting } from '../masks/mask-key.ts';
import type { UpstreamTarget, UpstreamTls } from '../pgwire/upstream-target.ts';

/** For sessions: the key of keyed masks goes along in the start-up packet, and nowhere else. */
export function sessionTarget(upstream: UpstreamConfig, maskKey: Buffer | null): UpstreamTarget {
  const parameters = maskKey === null ? {} : { [MASK_KEY_SETTING]: maskKeySetting(maskKey) };
  return { ...catalogTarget(upstream), parameters };
}

/** For reading the catalog: without a key. */
export function catalogTarget(upstream: UpstreamConfig): UpstreamTarget {
  return {
    host: upstream.host,
    port: upstream.port,
    database: upstream.database,
    user: upstream.user,
    password: upstream.password ?? noPassword,
    tls: tlsOf(upstream),
    parameters: {},
    allowAuthentication: upstream.allowAuthentication,
    keepsPrepared: upstream.keepsPrepared,
  };
}

function tlsOf({ host, tls }: UpstreamConfig): 'disable' | UpstreamTls {
  if (tls.mode === 'disable') return 'disable';
  return {
    ca: tls.ca,
    verify: tls.mode === 'verify-full' ? 'full' : 'ca',
    servername: tls.servername ?? host,
  };
}

function noPassword(): Promise<string> {
  return Promise.reject(new Error('the server asks for a password, and the configuration has none'));
}
