/** Why `dlp-proxy` does not take policies that the judge can be asked about: what it would have to do beside judging. */
import { unenforcedHttp } from '@dlpc/runtime/proxy/unenforced';
import { isJudgedApi, type Judged } from './http/judged-api.ts';

/** A sentence for each reason, for people; none where the policies can be put in force. */
export function notTaken(sources: ReadonlyMap<string, Judged>): readonly string[] {
  // Of databases, everything is done.
  const reasons = [...sources.values()].flatMap((source) =>
    isJudgedApi(source) ? unenforcedHttp(source.matcher) : [],
  );
  return [...new Set(reasons)].map((reason) => `dlp-proxy does not take these policies: ${reason}`);
}
