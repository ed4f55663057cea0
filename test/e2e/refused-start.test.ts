/**
 * What the proxy must not start with: a bundle that is not what the compiler wrote, and a configuration that cannot be
 * read. Each is refused with a sentence that names the thing, before anything is listened to.
 */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ABI_VERSION, type BundleManifest, MANIFEST_FILE, SIGNATURE_FILE } from '@dlpc/runtime/abi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoCallers } from '../demo/callers.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { type Outcome, run, runOrThrow } from '../support/programs.ts';
import { writeProxyFiles } from '../support/proxy-files.ts';
import { compileExample } from './crm-world.ts';

let home: string;
let pristine: string;
/** A fresh copy for each test. */
let bundle: string;
let configFile: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'dlp-refused-'));
  pristine = await compileExample(home);
  bundle = join(home, 'copy');
  configFile = await writeProxyFiles(home, {
    source: 'crm',
    // Nothing listens there, and nothing must get as far as noticing.
    upstream: { host: '127.0.0.1', port: 1, database: 'crm', user: 'nobody', password: 'none', ca: null },
    callers: [demoCallers().support],
    bundle,
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(bundle, { recursive: true, force: true });
  cpSync(pristine, bundle, { recursive: true });
});

function manifest(): BundleManifest {
  return JSON.parse(readFileSync(join(bundle, MANIFEST_FILE), 'utf8')) as BundleManifest;
}

function writeManifest(changed: unknown): void {
  writeFileSync(join(bundle, MANIFEST_FILE), JSON.stringify(changed));
}

function matcherPath(): string {
  return join(bundle, manifest().sources[0]?.matcher ?? '');
}

async function expectRefused(sentence: RegExp, config = configFile): Promise<Outcome> {
  const outcome = await run('dlp-proxy', ['--config', config], { cwd: home });
  expect(outcome.stderr).toMatch(sentence);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  expect(outcome.stderr).not.toContain('"event":"listening"');
  return outcome;
}

describe('a bundle', () => {
  it('with one letter of a matcher changed', async () => {
    const path = matcherPath();
    writeFileSync(path, readFileSync(path, 'utf8').replace('[redacted]', '[revealed]'));
    await expectRefused(/matchers\/crm/);
  });

  it('with a byte added to a matcher', async () => {
    appendFileSync(matcherPath(), ' ');
    await expectRefused(/matchers\/crm/);
  });

  it('whose matcher is cut off', async () => {
    truncateSync(matcherPath(), 100);
    await expectRefused(/matchers\/crm/);
  });

  it('whose matcher is changed and the manifest with it', async () => {
    const path = matcherPath();
    const text = readFileSync(path, 'utf8').replaceAll('[redacted]', '[revealed]');
    writeFileSync(path, text);
    const own = manifest().files.find((file) => file.path === manifest().sources[0]?.matcher);
    const sha256 = createHash('sha256').update(text).digest('hex');
    // In place, so that nothing but the revision gives it away; the text is as long as before.
    const changed = readFileSync(join(bundle, MANIFEST_FILE), 'utf8').replace(own?.sha256 ?? '', sha256);
    writeFileSync(join(bundle, MANIFEST_FILE), changed);
    await expectRefused(/revision/);
  });

  it('with a file that the manifest does not name', async () => {
    writeFileSync(join(bundle, 'matchers', 'extra.cjs'), 'exports.matcher = {};');
    await expectRefused(/extra\.cjs/);
  });

  it('without its matcher', async () => {
    rmSync(matcherPath());
    await expectRefused(/matchers\/crm/);
  });

  it('whose manifest is cut off', async () => {
    truncateSync(join(bundle, MANIFEST_FILE), 60);
    await expectRefused(/manifest/);
  });

  it('of another ABI', async () => {
    writeManifest({ ...manifest(), abi: ABI_VERSION + 41 });
    await expectRefused(new RegExp(`ABI.*${ABI_VERSION + 41}|${ABI_VERSION + 41}.*ABI`, 'i'));
  });

  it('of another format', async () => {
    writeManifest({ ...manifest(), format: 99 });
    await expectRefused(/99/);
  });

  it('that is not there', async () => {
    rmSync(bundle, { recursive: true });
    await expectRefused(/copy/);
  });
});

describe('a bundle, where a key is trusted', () => {
  let trusting: string;
  const sequenceFile = () => join(home, 'sequence.json');

  /** Compiles the example into `bundle`, as its owner would. */
  async function compile(...args: string[]): Promise<void> {
    await runOrThrow('dlpc', ['compile', '-o', bundle, ...args, join(CRM_DIRECTORY, 'policies')]);
  }

  beforeAll(async () => {
    for (const name of ['release', 'other']) await runOrThrow('dlpc', ['keygen', '-o', join(home, name)]);
    const config = JSON.parse(readFileSync(configFile, 'utf8')) as Record<string, unknown>;
    trusting = join(home, 'trusting.json');
    const trust = { keys: ['release.pub'], state: sequenceFile() };
    writeFileSync(trusting, JSON.stringify({ ...config, trust }), { mode: 0o600 });
  });
  beforeEach(() => rmSync(sequenceFile(), { force: true }));

  it('that nobody signed', async () => {
    await expectRefused(/the bundle is not signed/, trusting);
  });

  it('that another key signed', async () => {
    await compile('--sign', join(home, 'other.key'));
    await expectRefused(/signed with the key `[0-9a-f]{32}`, which `trust.keys` does not have/, trusting);
  });

  it('whose policies were changed and compiled again without the key', async () => {
    await compile('--sign', join(home, 'release.key'));
    const signature = readFileSync(join(bundle, SIGNATURE_FILE));
    await compile('--sequence', '5');
    writeFileSync(join(bundle, SIGNATURE_FILE), signature);
    await expectRefused(/is no signature of this `manifest.json`/, trusting);
  });

  it('that is older than one before', async () => {
    await compile('--sign', join(home, 'release.key'), '--sequence', '6');
    writeFileSync(sequenceFile(), JSON.stringify({ sequence: 7, revision: 'r' }), { mode: 0o600 });
    await expectRefused(/the bundle has sequence 6, and one with 7 was taken before it/, trusting);
  });

  it('but not one that the key signed: then only the server is missing, and nothing is remembered yet', async () => {
    await compile('--sign', join(home, 'release.key'), '--sequence', '6');
    const { status, stderr } = await run('dlp-proxy', ['--config', trusting, '--check'], { cwd: home });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^dlp-proxy: source crm: .*\n$/);
    expect(existsSync(sequenceFile())).toBe(false);
  });
});

describe('a configuration', () => {
  const refused = async (text: string, sentence: RegExp, mode = 0o600): Promise<Outcome> => {
    const path = join(home, 'other.json');
    writeFileSync(path, text);
    chmodSync(path, mode);
    const outcome = await run('dlp-proxy', ['--config', path], { cwd: home });
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    return outcome;
  };

  it('that is not there', async () => {
    const outcome = await run('dlp-proxy', ['--config', join(home, 'nowhere.json')]);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toMatch(/nowhere\.json.*does not exist/);
  });

  it('that is no JSON', async () => {
    await refused('{"listen": {', /other\.json:1:/);
  });

  it('with several mistakes, all told at once', async () => {
    const config = JSON.parse(readFileSync(configFile, 'utf8')) as Record<string, unknown>;
    const text = JSON.stringify({
      ...config,
      listen: { host: '127.0.0.1', port: 99_999 },
      bundel: 'x',
      maskKey: {},
    });
    const { stderr } = await refused(text, /port/);
    expect(stderr).toMatch(/bundel/);
    expect(stderr).toMatch(/maskKey/);
  });

  it('with a password that others can read', async () => {
    const config = JSON.parse(readFileSync(configFile, 'utf8')) as {
      sources: { crm: { upstream: { password: { file: string } } } };
    };
    const secret = join(home, 'open.password');
    writeFileSync(secret, 'do-not-show-this');
    chmodSync(secret, 0o644);
    config.sources.crm.upstream.password.file = secret;
    const { stderr } = await refused(JSON.stringify(config), /password/);
    expect(stderr).not.toContain('do-not-show-this');
  });
});
