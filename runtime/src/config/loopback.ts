/** Tells whether bytes sent to a host stay on this machine, so that they may go unencrypted without being asked. */
import { isIPv4, isIPv6 } from 'node:net';

/** True for `localhost`, 127.0.0.0/8, ::1 and the directory of a Unix socket. */
export function staysOnThisMachine(host: string): boolean {
  if (host.startsWith('/')) return true;
  if (isIPv4(host)) return host.startsWith('127.');
  if (isIPv6(host)) return /^(?:0*:)*:?0*1$/.test(host) || host.toLowerCase().startsWith('::ffff:127.');
  return host.toLowerCase() === 'localhost';
}
