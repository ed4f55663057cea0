/** Where in the console somebody is, as the part of the address behind `#`: what is there can be linked to, and `Back` goes back. */
import { useEffect, useState } from 'preact/hooks';

/** The steps of the path, decoded. */
export function useHash(): readonly string[] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const onChange = (): void => setHash(location.hash);
    addEventListener('hashchange', onChange);
    // It may have changed before this was there.
    onChange();
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return hash.replace(/^#/, '').split('/').map(decoded);
}

export function hashOf(...steps: readonly (string | number)[]): string {
  return `#${steps.map((step) => encodeURIComponent(step)).join('/')}`;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    // Somebody wrote the address by hand.
    if (error instanceof URIError) return step;
    throw error;
  }
}
