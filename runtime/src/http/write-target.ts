/** The target that is sent: made anew from what was judged, so that there is one way to read it. */
import type { Target } from '../judge-http/read-target.ts';

export function writeTarget({ segments, parameters }: Target): string {
  const path = `/${segments.map(encodeSegment).join('/')}`;
  const query = parameters.map(([name, value]) =>
    value === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** RFC 3986, section 2.3: what stands for itself wherever it stands. */
const UNRESERVED = /^[\w.~-]*$/;

/** What a segment may hold as it is (RFC 3986, section 3.3), since some servers compare before they decode; `+` is not among it. */
function encodeSegment(segment: string): string {
  if (UNRESERVED.test(segment)) return segment;
  return encodeURIComponent(segment).replace(/%(?:3A|40|24|26|2C|3D)/g, decodeURIComponent);
}
