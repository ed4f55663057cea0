/** Who may sign in at the admin listener, kept as the files say. The processes that serve clients read and log the same files for themselves. */
import type { Config } from '../config/config.ts';
import { CredentialStore } from '../identity/credential-store.ts';
import { readCredentials } from '../identity/read-credentials.ts';
import { Revocations, readAllRevocations } from '../identity/revocations.ts';
import type { ReadFile } from '../json-file/read-file.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { fileSignature, pollFile } from './poll-file.ts';

export interface WatchedIdentities {
  readonly store: CredentialStore;
  readonly revocations: Revocations;
  stop(): void;
}

/** While a file cannot be used, nobody signs in by what it vouches for. */
export async function watchIdentities(
  { credentials, revocations: lists }: Pick<Config, 'credentials' | 'revocations'>,
  { readFile, pollMilliseconds }: { readonly readFile: ReadFile; readonly pollMilliseconds: number },
): Promise<WatchedIdentities> {
  const store = new CredentialStore(new Map());
  const revocations = new Revocations(lists.length === 0);
  const readBook = oneAtATime(async () => {
    const reading = await readCredentials(credentials, readFile);
    if (reading.ok) store.replace(reading.book);
    else store.refuseAll();
    return reading.ok;
  });
  const readList = oneAtATime(async () => {
    const reading = await readAllRevocations(lists, readFile);
    if (reading.ok) revocations.replace(reading.list);
    else revocations.refuseAll();
    return reading.ok;
  });
  const watch = async (path: string, onChange: () => Promise<boolean>, intervalMilliseconds: number) => {
    const since = await fileSignature(path);
    await onChange();
    return pollFile({ path, since, onChange, intervalMilliseconds });
  };
  const polls = [await watch(credentials, readBook, pollMilliseconds)];
  for (const list of lists) polls.push(await watch(list, readList, pollMilliseconds / 2));
  return {
    store,
    revocations,
    stop: () => {
      for (const poll of polls) poll.stop();
    },
  };
}
