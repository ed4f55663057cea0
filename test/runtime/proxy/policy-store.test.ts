import { ABI_VERSION, type HttpMatcher, type Matcher } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import type { BundleLoadResult, LoadedBundle } from '../../../runtime/src/bundle/load-bundle.ts';
import type { Config, TrustConfig } from '../../../runtime/src/config/config.ts';
import {
  type BundleSupply,
  type LoadBundle,
  loadFitBundle,
  PolicyStore,
} from '../../../runtime/src/proxy/policy-store.ts';
import { SequenceMemory } from '../../../runtime/src/proxy/sequence-memory.ts';
import { matcher } from '../judge/fixture.ts';
import { bundleOf, configOf, sourceConfig } from './proxy-fixture.ts';
import { recordedLog } from './recorded-log.ts';

const TAMPERED: BundleLoadResult = {
  ok: false,
  problem: { code: 'wrong-content', message: 'the file `matchers/crm.js` is not the one that was compiled' },
};

/** The fixture's matcher with a mask that needs a key, as the fallback of a column. */
const keyed: Matcher = {
  ...matcher,
  relations: new Map(
    [...matcher.relations].map(([key, relation]) => [
      key,
      {
        ...relation,
        columns: relation.columns.map((column) =>
          column.fallback === null ? column : { ...column, fallback: { ...column.fallback, keyed: true } },
        ),
      },
    ]),
  ),
};

const apiMatcher: HttpMatcher = {
  ...{ abi: ABI_VERSION, source: 'billing', identity: null, claims: [], windows: [], ends: [], policies: [] },
  ...{
    rules: [],
    limits: [],
    routes: [],
    operations: [],
    shapes: [],
    fields: [],
    detectors: [],
    searches: [],
    closed: false,
  },
};

function supplyOf(config: Config, loadBundle: LoadBundle, writeFailure: string | null = null): BundleSupply {
  const files = {
    readFile: async () => ({ ok: false, reason: 'does not exist' }) as const,
    replaceFile: async () => writeFailure,
  };
  return { loadBundle, sequences: new SequenceMemory(config.trust, files) };
}

function storeOf(config = configOf(), writeFailure: string | null = null) {
  const { log, events, take } = recordedLog();
  const swaps: string[] = [];
  let next: BundleLoadResult = { ok: true, bundle: bundleOf('r1') };
  const store = new PolicyStore(bundleOf('r1'), {
    config,
    log,
    supply: supplyOf(config, async () => next, writeFailure),
    onSwap: (bundle) => {
      swaps.push(bundle.revision);
    },
  });
  const reload = (bundle: LoadedBundle | BundleLoadResult) => {
    next = 'ok' in bundle ? bundle : { ok: true, bundle };
    return store.reload();
  };
  return { store, reload, swaps, events, take };
}

describe('the bundle in force', () => {
  test('is swapped for one with another revision', async () => {
    const { reload, swaps, events } = storeOf();
    expect(await reload(bundleOf('r2'))).toBe(true);
    expect(swaps).toEqual(['r2']);
    const made = { compiler: '0.1.0', signer: null, sequence: 0 };
    expect(events).toEqual([
      { event: 'policy-in-force', fields: { revision: 'r1', previous: null, ...made } },
      { event: 'policy-unverified', fields: { revision: 'r1', reason: expect.stringMatching(/`trust`/) } },
      { event: 'policy-in-force', fields: { revision: 'r2', previous: 'r1', ...made } },
    ]);
  });

  test('is told of sources that nobody is led to', async () => {
    const { reload, events } = storeOf();
    const bundle = bundleOf('r2', { crm: matcher, archive: matcher });
    expect(await reload({ ...bundle, httpMatchers: new Map([['billing', apiMatcher]]) })).toBe(true);
    expect(events).toContainEqual({
      event: 'sources-unserved',
      fields: {
        revision: 'r2',
        sources: '`archive` (not in the configuration), `billing` (not in the configuration)',
      },
    });
  });

  test('stays where nothing changed', async () => {
    const { reload, swaps, take } = storeOf();
    take();
    expect(await reload(bundleOf('r1'))).toBe(true);
    expect([swaps, take()]).toEqual([[], []]);
  });

  test('stays where the new one cannot be used, which is said once', async () => {
    const { reload, swaps, events, take } = storeOf();
    take();
    expect(await reload(TAMPERED)).toBe(false);
    expect(await reload(TAMPERED)).toBe(false);
    expect(events).toEqual([
      {
        event: 'policy-refused',
        fields: {
          directory: '/etc/dlp/bundle',
          reason: 'the file `matchers/crm.js` is not the one that was compiled',
          revision: 'r1',
        },
      },
    ]);
    expect(await reload(bundleOf('r1'))).toBe(true);
    expect(await reload(TAMPERED)).toBe(false);
    expect([swaps, events.length]).toEqual([[], 2]);
  });

  test('does not fall back to an older one that took longer to read', async () => {
    const { log } = recordedLog();
    const swaps: string[] = [];
    const slow = Promise.withResolvers<BundleLoadResult>();
    const answers = [slow.promise, Promise.resolve({ ok: true, bundle: bundleOf('r3') } as const)];
    const store = new PolicyStore(bundleOf('r1'), {
      ...{ config: configOf(), log },
      supply: supplyOf(configOf(), () => answers.shift() ?? Promise.reject(new Error('asked too often'))),
      onSwap: (bundle) => swaps.push(bundle.revision),
    });
    const reloads = [store.reload(), store.reload()];
    slow.resolve({ ok: true, bundle: bundleOf('r2') });
    await Promise.all(reloads);
    expect(swaps).toEqual(['r2', 'r3']);
  });
});

describe('with keys to trust', () => {
  const trust: TrustConfig = { keys: [], required: true, minSequence: 0, state: null };
  const signed = (revision: string, sequence: number): LoadedBundle => ({
    ...bundleOf(revision, undefined, { sequence }),
    signer: 'k',
  });

  test('they are what the loader is given, and nothing is what it is given without them', async () => {
    const given: unknown[] = [];
    const load: LoadBundle = async (_, trusted) => {
      given.push(trusted);
      return { ok: true, bundle: bundleOf('r1') };
    };
    for (const config of [configOf({ trust }), configOf()])
      await loadFitBundle(config, supplyOf(config, load));
    expect(given).toEqual([trust, { keys: [], required: false }]);
  });

  test('a newer bundle is swapped in, and an older one refused, signed as it is', async () => {
    const { reload, swaps, events, take } = storeOf(configOf({ trust }));
    expect(await reload(signed('r7', 7))).toBe(true);
    take();
    expect(await reload(signed('r6', 6))).toBe(false);
    expect(swaps).toEqual(['r7']);
    expect(events).toMatchObject([
      {
        event: 'policy-refused',
        fields: { reason: expect.stringMatching(/^the bundle has sequence 6, /), revision: 'r7' },
      },
    ]);
    expect(await reload(signed('r8', 8))).toBe(true);
    expect(swaps).toEqual(['r7', 'r8']);
  });

  test('the log says who vouches for a bundle', async () => {
    const { reload, events, take } = storeOf(configOf({ trust }));
    take();
    await reload(signed('r7', 7));
    const made = { compiler: '0.1.0', signer: 'k', sequence: 7 };
    expect(events).toEqual([
      { event: 'policy-in-force', fields: { revision: 'r7', previous: 'r1', ...made } },
    ]);
  });

  test('it says of each bundle that nobody vouches for, and without keys of the first', async () => {
    const welcome = storeOf(configOf({ trust: { ...trust, required: false } }));
    await welcome.reload(bundleOf('r2'));
    await welcome.reload(signed('r3', 3));
    const taken = ['policy-in-force', 'policy-unverified'];
    expect(welcome.take()).toEqual([...taken, ...taken, 'policy-in-force']);
    const without = storeOf();
    await without.reload(bundleOf('r2'));
    expect(without.take()).toEqual([...taken, 'policy-in-force']);
  });

  test('one that cannot be remembered is not taken', async () => {
    const config = configOf({ trust: { ...trust, state: '/var/lib/dlp/sequence.json' } });
    const { reload, swaps, events, take } = storeOf(config, 'the file system is read-only');
    take();
    expect(await reload(signed('r7', 7))).toBe(false);
    expect(swaps).toEqual([]);
    expect(events).toMatchObject([
      {
        fields: {
          reason: expect.stringMatching(/`\/var\/lib\/dlp\/sequence.json`: the file system is read-only$/),
        },
      },
    ]);
  });
});

describe('a bundle fits a configuration', () => {
  test('only if it has all of its sources', async () => {
    const config = configOf({ sources: new Map(['crm', 'hr'].map((name) => [name, sourceConfig(name)])) });
    const load = (bundle: LoadedBundle) =>
      loadFitBundle(
        config,
        supplyOf(config, async () => ({ ok: true, bundle })),
      );
    expect(await load(bundleOf('r1'))).toEqual({
      ok: false,
      reasons: ['the bundle has no source `hr`, only `crm`'],
    });
    expect(await load(bundleOf('r1', { crm: matcher, hr: matcher, unused: keyed }))).toMatchObject({
      ok: true,
    });
  });

  test('only if there is a key for the masks that need one', async () => {
    const bundle = bundleOf('r1', { crm: keyed });
    const load = (maskKey: Buffer | null) =>
      loadFitBundle(
        configOf({ maskKey }),
        supplyOf(configOf(), async () => ({ ok: true, bundle })),
      );
    expect(await load(null)).toEqual({
      ok: false,
      reasons: ['the policy of `crm` uses a mask that needs a key, and the configuration has no `maskKey`'],
    });
    expect(await load(Buffer.alloc(32))).toMatchObject({ ok: true });
  });
});
