/** `ip_prefix` of addresses, as the compiler's SQL computes and the server writes it. */
import { isIPv4, isIPv6 } from 'node:net';

/** The network of an address, such as `192.0.2.0/24`; null for what is no address. A netmask of its own is not kept. */
export function ipPrefix(v4bits: number, v6bits: number): (text: string) => string | null {
  return (text) => {
    const [address = '', mask, ...more] = text.split('/');
    if (more.length > 0 || address.includes('%')) return null;
    if (isIPv4(address)) {
      if (!isMask(mask, 32)) return null;
      const bytes = address.split('.').map(Number);
      return `${networkOf(bytes, v4bits).join('.')}/${v4bits}`;
    }
    if (!isIPv6(address) || !isMask(mask, 128)) return null;
    return `${writeV6(networkOf(v6Bytes(address), v6bits))}/${v6bits}`;
  };
}

function isMask(mask: string | undefined, most: number): boolean {
  return mask === undefined || (/^\d{1,3}$/.test(mask) && Number(mask) <= most);
}

function networkOf(bytes: readonly number[], bits: number): number[] {
  return bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
}

/** Of a valid address, which may end in one of IPv4. */
function v6Bytes(address: string): number[] {
  const last = address.slice(address.lastIndexOf(':') + 1);
  const [v4, rest] = last.includes('.')
    ? [last.split('.').map(Number), address.slice(0, -last.length)]
    : [[], address];
  const [head = '', tail] = rest.split('::');
  const words = (text: string) =>
    text
      .split(':')
      .filter((word) => word !== '')
      .flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff]);
  const before = words(head);
  const after = [...words(tail ?? ''), ...v4];
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}

/** As `inet_net_ntop` of the server: the longest run of two zero words or more is left out, the first of equals. */
function writeV6(bytes: readonly number[]): string {
  const words = Array.from(
    { length: 8 },
    (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && words[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const isV4 =
    best.start === 0 &&
    (best.length === 6 ||
      (best.length === 7 && words[7] !== 1) ||
      (best.length === 5 && words[5] === 0xffff));
  const shown: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    if (index === best.start) {
      shown.push(index === 0 ? ':' : '');
      index += best.length - 1;
      if (index === 7) shown.push('');
    } else if (isV4 && index === 6) {
      shown.push(bytes.slice(12).join('.'));
      break;
    } else {
      shown.push((words[index] ?? 0).toString(16));
    }
  }
  return shown.join(':');
}
