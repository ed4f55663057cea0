/**
 * Requests for changes as they happen, by the conventions of the Kubernetes API: with the parameter `watch`, an answer of `application/json` is one
 * document after the other, each on a line of its own, and has no end. Pure.
 */
import type { Target } from '../judge-http/read-target.ts';

export function isWatch(method: string, { parameters }: Pick<Target, 'parameters'>): boolean {
  return method === 'GET' && parameters.some(([name, value]) => name === 'watch' && !isOff(value));
}

/** As the servers read it: the name alone says yes. */
function isOff(value: string | null): boolean {
  return value === 'false' || value === '0';
}
