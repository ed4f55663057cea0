/** What `manifest.json` holds, to the last key. */
import * as v from 'valibot';
import type { BundleManifest } from '../abi.ts';

const LONGEST_PATH = 1024;
const LONGEST_NAME = 1024;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_PATH));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME));

export const manifestShape: v.GenericSchema<unknown, BundleManifest> = v.strictObject({
  format: count,
  abi: count,
  compiler: name,
  revision: digest,
  sequence: count,
  sources: v.array(
    v.strictObject({
      name,
      kind: v.picklist(['postgres', 'http']),
      matcher: path,
      schemaFingerprint: digest,
      contents: v.strictObject({
        policies: v.array(name),
        rules: count,
        relations: count,
        protectedColumns: count,
      }),
    }),
  ),
  files: v.array(v.strictObject({ path, bytes: count, sha256: digest })),
});

/** The two numbers that decide whether the rest can be understood. */
export const versionShape = v.object({ format: count, abi: count });
