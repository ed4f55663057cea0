/**
 * How many connections clients have, to databases and APIs together, in all and from each address: whoever opens connections and proves nothing
 * takes up no more than this. Knows no protocol.
 */
import { isIPv6 } from 'node:net';
import type { LimitsConfig } from '../config/config.ts';

/** Which bound a connection is beyond. */
export type ConnectionBound = 'all' | 'address';

export type TakenConnection =
  /** `release`: it has ended. Counts once, however often it is called. */
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly beyond: ConnectionBound };

export class ClientConnections {
  readonly #bounds: Pick<LimitsConfig, 'maxConnections' | 'maxConnectionsPerAddress'>;
  readonly #byAddress = new Map<string, number>();
  #open = 0;

  constructor(bounds: Pick<LimitsConfig, 'maxConnections' | 'maxConnectionsPerAddress'>) {
    this.#bounds = bounds;
  }

  get open(): number {
    return this.#open;
  }

  take(address: string): TakenConnection {
    const { maxConnections, maxConnectionsPerAddress } = this.#bounds;
    if (this.#open >= maxConnections) return { ok: false, beyond: 'all' };
    const network = networkOf(address);
    const there = this.#byAddress.get(network) ?? 0;
    if (there >= maxConnectionsPerAddress) return { ok: false, beyond: 'address' };
    this.#open += 1;
    this.#byAddress.set(network, there + 1);
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      this.#open -= 1;
      const left = (this.#byAddress.get(network) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(network);
      else this.#byAddress.set(network, left);
    };
    return { ok: true, release };
  }
}

/** An address of IPv4, also where it is written as one of IPv6; of IPv6 the first 64 bits, which are one customer's. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [before = '', after] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = before === '' ? [] : before.split(':');
  // What `::` stands for: as many groups of zero as are missing. An IPv4 address at the end is two.
  const behind = after === undefined || after === '' ? [] : after.split(':');
  const count = (list: readonly string[]) => list.length + (list.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = after === undefined ? 0 : Math.max(0, 8 - count(groups) - count(behind));
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...behind];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
