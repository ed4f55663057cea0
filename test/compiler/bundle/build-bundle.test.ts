import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BundleInput, buildBundle } from '../../../compiler/src/bundle/build-bundle.ts';
import { matcherFileName, policyFileName } from '../../../compiler/src/bundle/bundle-file-names.ts';
import { isBundlePath } from '../../../runtime/src/bundle/safe-path.ts';
import { irSource, text } from '../emit/arbitrary-ir.ts';

const POLICIES = [
  { path: 'a.dlp', text: 'policy a' },
  { path: 'b/c.dlp', text: 'policy ç' },
];

const input: fc.Arbitrary<BundleInput> = fc.record({
  sources: fc.uniqueArray(irSource(), { selector: ({ source }) => source, minLength: 1, maxLength: 3 }),
  policies: fc.constant(POLICIES),
  compilerVersion: fc.constant('1.2.3'),
});

function contents(bundle: BundleInput): Record<string, string> {
  return Object.fromEntries(
    [...buildBundle(bundle).files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('hex')]),
  );
}

describe('buildBundle', () => {
  it('gives the same bytes in whatever order things come', () => {
    fc.assert(
      fc.property(input, (bundle) => {
        const { sources, policies } = bundle;
        const turned = { ...bundle, sources: sources.toReversed(), policies: policies.toReversed() };
        expect(contents(turned)).toEqual(contents(bundle));
      }),
      { numRuns: 20 },
    );
  });

  it('names every file with its length and digest, in order', () => {
    fc.assert(
      fc.property(input, (bundle) => {
        const { manifest, files } = buildBundle(bundle);
        const named = manifest.files.map(({ path }) => path);
        expect(named).toEqual(named.toSorted());
        expect([...files.keys()].toSorted()).toEqual(['manifest.json', ...named].toSorted());
        for (const { path, bytes, sha256 } of manifest.files) {
          const content = files.get(path) ?? Buffer.alloc(0);
          expect(content.length).toBe(bytes);
          expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('changes the revision with any input', () => {
    const revision = (change: Partial<BundleInput>) =>
      buildBundle({ sources: [], policies: POLICIES, compilerVersion: '1', ...change }).manifest.revision;
    const revisions = [
      revision({}),
      revision({ compilerVersion: '2' }),
      revision({ policies: [] }),
      revision({ policies: POLICIES.map((policy) => ({ ...policy, text: `${policy.text} ` })) }),
      revision({ policies: POLICIES.map((policy) => ({ ...policy, path: `x/${policy.path}` })) }),
    ];
    expect(new Set(revisions).size).toBe(revisions.length);
  });

  it('has rules name their files as the manifest does', () => {
    const [source] = fc.sample(irSource(['b/ü b.dlp']), { numRuns: 1, seed: 7 });
    if (source === undefined) throw new Error('no sample');
    const { files } = buildBundle({ sources: [source], policies: [], compilerVersion: '1' });
    const script = Buffer.from(files.get(`${matcherFileName(source.source)}.js`) ?? '').toString();
    expect(script).toContain('file: "policies/b/ü%20b.dlp"');
  });
});

describe('names of files', () => {
  it.each([
    ['crm.dlp', 'policies/crm.dlp'],
    ['teams/data eng/crm.dlp', 'policies/teams/data%20eng/crm.dlp'],
    ['../../etc/passwd', 'policies/%2E%2E/%2E%2E/etc/passwd'],
    ['/etc/passwd', 'policies/%/etc/passwd'],
    ['C:\\x', 'policies/C%3A%5Cx'],
    ['...', 'policies/%2E%2E%2E'],
    ['100%.dlp', 'policies/100%25.dlp'],
    ['', 'policies/%'],
  ])('%j', (path, name) => {
    expect(policyFileName(path)).toBe(name);
  });

  it('are safe, and different for different names', () => {
    const path = fc.array(fc.oneof(text, fc.constantFrom('', '.', '..', '%', '%2E')), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(path, path, (a, b) => {
        const [left, right] = [a, b].map((segments) => segments.join('/').toWellFormed());
        if (left === undefined || right === undefined) return;
        expect(isBundlePath(policyFileName(left))).toBe(true);
        expect(isBundlePath(matcherFileName(left))).toBe(true);
        expect(policyFileName(left) === policyFileName(right)).toBe(left === right);
      }),
    );
  });
});
