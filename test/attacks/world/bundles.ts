/** Compiles the policy of the attacks: each variant once, by the real `dlpc`. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from '../../support/programs.ts';
import { type PolicyVariant, policyText } from './policy.ts';

export const SCHEMA_FILE = fileURLToPath(new URL('./schema.sql', import.meta.url));

export type Bundles = Readonly<Record<PolicyVariant, string>>;

/** Writes and compiles all variants below `directory`; gives the directories of their bundles. */
export async function compilePolicies(directory: string): Promise<Bundles> {
  const [usual, narrowed] = await Promise.all([compile(directory, 'usual'), compile(directory, 'narrowed')]);
  return { usual, narrowed };
}

async function compile(directory: string, variant: PolicyVariant): Promise<string> {
  const sources = join(directory, variant);
  mkdirSync(sources);
  copyFileSync(SCHEMA_FILE, join(sources, 'schema.sql'));
  writeFileSync(join(sources, 'attacks.dlp'), policyText(variant));
  const bundle = join(directory, `${variant}-bundle`);
  await runOrThrow('dlpc', ['compile', '-o', bundle, sources]);
  return bundle;
}
