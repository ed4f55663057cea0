/** Why `dlp-proxy` does not take policies that the judge can be asked about: what it would have to do beside judging. */
import { unenforced } from '@dlpc/runtime/proxy/unenforced';
import type { JudgedSource } from './judged-source.ts';

/** A sentence for each reason, for people; none where the policies can be put in force. */
export function notTaken(sources: ReadonlyMap<string, JudgedSource>): readonly string[] {
  const reasons = [...sources.values()].flatMap(({ matcher }) => unenforced(matcher));
  return [...new Set(reasons)].map((reason) => `dlp-proxy does not take these policies: ${reason}`);
}
