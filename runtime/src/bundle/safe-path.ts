/** Which paths a manifest may name. */

/** Whether `path` leads to a file of a bundle, and nowhere else on any platform. */
export function isBundlePath(path: string): boolean {
  const [folder, ...segments] = path.split('/');
  return (
    (folder === 'matchers' || folder === 'policies') && segments.length > 0 && segments.every(isSafeSegment)
  );
}

/** No way up, no separator or drive of another platform, nothing that a terminal would hide. */
function isSafeSegment(segment: string): boolean {
  return !/^\.*$/.test(segment) && !/[\\:\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(segment) && segment.isWellFormed();
}
