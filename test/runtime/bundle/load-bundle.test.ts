import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { ABI_VERSION, BUNDLE_FORMAT_VERSION, relationKey } from '@dlpc/runtime/abi';
import { BUNDLE_LIMITS } from '@dlpc/runtime/bundle/limits';
import { type BundleLoadResult, loadBundle } from '@dlpc/runtime/bundle/load-bundle';
import type { BundleProblemCode } from '@dlpc/runtime/bundle/problem';
import { TRUST_IN_NOBODY } from '@dlpc/runtime/bundle/trust';
import { describe, expect, it } from 'vitest';
import { requestOf } from '../../support/askers.ts';
import { manifestOf, onDisk, POLICY_TEXT, replaceFile, seal, soundFiles } from './bundle-fixture.ts';

type Files = Map<string, Buffer>;

/** Loads what is left of a sound bundle after `tamper` has been at its files, and `disturb` at its directory. */
async function loadTampered(
  tamper: (files: Files) => void,
  disturb: (directory: string) => void = () => undefined,
  limits: Partial<typeof BUNDLE_LIMITS> = {},
): Promise<BundleLoadResult> {
  const files = soundFiles();
  tamper(files);
  const { directory, remove } = onDisk(files);
  try {
    disturb(directory);
    const result = await loadBundle(directory, TRUST_IN_NOBODY, { ...BUNDLE_LIMITS, ...limits });
    if (result.ok) return result;
    const { code, message } = result.problem;
    return { ok: false, problem: { code, message: message.replaceAll(directory, 'DIR') } };
  } finally {
    remove();
  }
}

function refusal(code: BundleProblemCode, message: string) {
  return { ok: false, problem: { code, message } };
}

/** Changes a manifest that stays sealed. */
function resealed(change: (manifest: Record<string, unknown>) => Record<string, unknown>) {
  return (files: Files) => seal(files, change(manifestOf(files)));
}

it('a sound bundle is loaded', async () => {
  const result = await loadTampered(() => undefined);
  if (!result.ok) throw new Error(result.problem.message);
  const { revision, manifest, matchers, policySources } = result.bundle;
  expect(revision).toBe(manifest.revision);
  expect(policySources).toEqual(new Map([['policies/crm.dlp', POLICY_TEXT]]));
  const matcher = matchers.get('crm');
  expect(matcher?.relations.get(relationKey('public', 'customers'))?.columns.map(({ name }) => name)).toEqual(
    ['id', 'email'],
  );
  expect(matcher?.policies[0]?.applies(requestOf({ groups: new Set(['support']) }))).toBe(true);
  expect(matcher?.relations).toBeInstanceOf(Map);
});

describe('a changed file is refused', () => {
  it.each([...soundFiles().keys()])('one bit of %s', async (path) => {
    const result = await loadTampered((files) => {
      const content = files.get(path) ?? Buffer.alloc(0);
      // The last character but one: the last of the manifest is a line end, which JSON would not miss.
      const place = content.length - 2;
      content.writeUInt8(content.readUInt8(place) ^ 1, place);
    });
    expect(result.ok).toBe(false);
    if (!result.ok) expect(['malformed-manifest', 'wrong-content']).toContain(result.problem.code);
  });

  it.each([...soundFiles().keys()])('a cut %s', async (path) => {
    const result = await loadTampered((files) =>
      files.set(path, (files.get(path) ?? Buffer.alloc(0)).subarray(0, -1)),
    );
    expect(result.ok).toBe(false);
    if (!result.ok) expect(['malformed-manifest', 'wrong-content']).toContain(result.problem.code);
  });

  it.each(['matchers/crm.js', 'matchers/crm.ts', 'policies/crm.dlp'])('a longer %s', async (path) => {
    const length = soundFiles().get(path)?.length;
    expect(
      await loadTampered((files) =>
        files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), Buffer.from('x')])),
      ),
    ).toEqual(refusal('wrong-content', `\`${path}\` does not have the ${length} bytes of \`manifest.json\``));
  });

  it('another of the same length', async () => {
    const result = await loadTampered((files) =>
      files.set('policies/crm.dlp', Buffer.from(POLICY_TEXT.replace('support', 'suqport'))),
    );
    expect(result).toEqual(
      refusal('wrong-content', 'the SHA-256 of `policies/crm.dlp` is not that of `manifest.json`'),
    );
  });
});

describe('files that are not there, or should not be', () => {
  it.each(['matchers/crm.js', 'matchers/crm.ts', 'policies/crm.dlp', 'manifest.json'])(
    'no %s',
    async (path) => {
      const message =
        path === 'manifest.json' ? 'there is no `manifest.json` in `DIR`' : `the bundle lacks \`${path}\``;
      expect(await loadTampered((files) => files.delete(path))).toEqual(refusal('missing-file', message));
    },
  );

  it('no directory', async () => {
    const result = await loadTampered(
      () => undefined,
      (directory) => {
        rmSync(directory, { recursive: true });
        writeFileSync(directory, '');
      },
    );
    expect(result).toEqual(refusal('unreadable', 'the bundle `DIR` cannot be read: it is not a directory'));
  });

  it.each(['policies/more.dlp', 'matchers/crm.mjs', 'README', 'policies/.hidden', 'other/file'])(
    'a stray %s',
    async (path) => {
      expect(await loadTampered((files) => files.set(path, Buffer.from('x')))).toEqual(
        refusal('unexpected-file', `\`${path}\` is not named in \`manifest.json\``),
      );
    },
  );

  it.each(['policies/crm.dlp', 'policies', 'manifest.json', 'stray'])('a link for %s', async (path) => {
    const result = await loadTampered(
      () => undefined,
      (directory) => {
        const place = join(directory, path);
        const away = join(directory, '..', 'away');
        if (path === 'stray') symlinkSync('/etc/passwd', place);
        else {
          renameSync(place, away);
          symlinkSync(away, place);
        }
      },
    );
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problem.code).toBe('unsafe-path');
  });

  it.skipIf(platform() === 'win32')('a pipe for a file', async () => {
    for (const path of ['manifest.json', 'policies/crm.dlp']) {
      const result = await loadTampered(
        () => undefined,
        (directory) => {
          rmSync(join(directory, path));
          execFileSync('mkfifo', [join(directory, path)]);
        },
      );
      expect(result).toMatchObject({ ok: false, problem: { code: 'unsafe-path' } });
    }
  });
});

describe('versions come first', () => {
  it.each([
    [
      'format',
      7,
      'unknown-format',
      `the bundle has format 7, and this proxy reads format ${BUNDLE_FORMAT_VERSION}`,
    ],
    ['abi', 7, 'unknown-abi', `the bundle speaks ABI 7, and this proxy speaks ABI ${ABI_VERSION}`],
  ] as const)('an unknown %s', async (key, value, code, sentence) => {
    const message = `${sentence}: compile the policies with the \`dlpc\` of the proxy's own release`;
    // Whatever else such a bundle holds cannot be judged.
    const result = await loadTampered((files) => {
      files.set(
        'manifest.json',
        Buffer.from(JSON.stringify({ ...manifestOf(files), [key]: value, added: true })),
      );
      files.set('signature', Buffer.from('x'));
    });
    expect(result).toEqual(refusal(code, message));
  });
});

describe('the manifest', () => {
  it.each<[string, string | ((text: string) => string), string]>([
    ['empty', '', 'is no JSON text'],
    ['garbage', '\u0000\u0001', 'is no JSON text'],
    ['no UTF-8', (text) => text, 'is no JSON text'],
    ['a list', '[]', 'does not say which format and which ABI it has'],
    ['null', 'null', 'does not say which format and which ABI it has'],
    ['versions as texts', '{"format": "1", "abi": "1"}', 'does not say which format and which ABI it has'],
    [
      'versions alone',
      JSON.stringify({ format: BUNDLE_FORMAT_VERSION, abi: ABI_VERSION }),
      'is wrong at `compiler`',
    ],
    ['another layout', (text) => JSON.stringify(JSON.parse(text)), 'is not laid out as `dlpc` writes it'],
    [
      'a key twice',
      (text) => text.replace(/"abi": \d+,/, '"abi": 9,\n  $&'),
      'is not laid out as `dlpc` writes it',
    ],
    ['a byte order mark', (text) => `\ufeff${text}`, 'is no JSON text'],
    [
      'deep',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'does not say which format and which ABI it has',
    ],
  ])('%s', async (name, text, message) => {
    const result = await loadTampered((files) => {
      const sound = String(files.get('manifest.json'));
      const bytes = Buffer.from(typeof text === 'string' ? text : text(sound));
      files.set('manifest.json', name === 'no UTF-8' ? Buffer.concat([bytes, Buffer.from([0xff])]) : bytes);
    });
    expect(result).toEqual(refusal('malformed-manifest', `\`manifest.json\` ${message}`));
  });

  it.each<
    [string, (manifest: Record<string, unknown>) => Record<string, unknown>, BundleProblemCode, string]
  >([
    [
      'a key too many',
      (m) => ({ ...m, signature: 'x' }),
      'malformed-manifest',
      '`manifest.json` is wrong at `signature`',
    ],
    ['no files', ({ files: _, ...m }) => m, 'malformed-manifest', '`manifest.json` is wrong at `files`'],
    [
      'another kind of source',
      (m) => ({ ...m, sources: [{ ...first(m.sources), kind: 'mysql' }] }),
      'malformed-manifest',
      '`manifest.json` is wrong at `sources.0.kind`',
    ],
    [
      'a negative length',
      (m) => ({ ...m, files: [{ ...first(m.files), bytes: -1 }] }),
      'malformed-manifest',
      '`manifest.json` is wrong at `files.0.bytes`',
    ],
    [
      'a file twice',
      (m) => ({ ...m, files: [first(m.files), first(m.files)] }),
      'malformed-manifest',
      '`manifest.json` does not name its files in order',
    ],
    [
      'a source twice',
      (m) => ({ ...m, sources: [first(m.sources), first(m.sources)] }),
      'malformed-manifest',
      '`manifest.json` does not name its sources in order',
    ],
    [
      'a matcher that is none',
      (m) => ({ ...m, sources: [{ ...first(m.sources), matcher: 'policies/crm.dlp' }] }),
      'malformed-manifest',
      '`manifest.json` names `policies/crm.dlp`, which is no matcher of the bundle',
    ],
    [
      'a matcher that is nowhere',
      (m) => ({ ...m, sources: [{ ...first(m.sources), matcher: 'matchers/x.js' }] }),
      'malformed-manifest',
      '`manifest.json` names `matchers/x.js`, which is no matcher of the bundle',
    ],
    [
      'a huge file',
      (m) => ({ ...m, files: [{ ...first(m.files), bytes: 2 ** 40 }] }),
      'too-large',
      `\`manifest.json\` names a file of ${2 ** 40} bytes, \`matchers/crm.js\`, and at most ${2 ** 26} are read`,
    ],
  ])('%s', async (_, change, code, message) => {
    expect(await loadTampered(resealed(change))).toEqual(refusal(code, message));
  });

  it.each([
    '/etc/passwd',
    '../x',
    'policies/../../x',
    'policies/./x',
    'policies//x',
    'policies',
    'policies/',
    'policies\\x',
    'policies/a\\..\\x',
    'policies/c:x',
    'other/x',
    'policies/\u202ex',
    'manifest.json',
  ])('the path %j', async (path) => {
    const result = await loadTampered(resealed((m) => ({ ...m, files: [{ ...first(m.files), path }] })));
    expect(result).toEqual(refusal('unsafe-path', `\`${path}\` is no path of a bundle's file`));
  });

  it('another revision', async () => {
    const result = await loadTampered((files) => {
      const text = String(files.get('manifest.json'));
      files.set('manifest.json', Buffer.from(text.replace('"compiler": "0.1.0"', '"compiler": "0.1.1"')));
    });
    expect(result).toEqual(
      refusal('wrong-revision', '`manifest.json` was changed: its revision is not that of its content'),
    );
  });

  it('more than is read', async () => {
    expect(await loadTampered(() => undefined, undefined, { manifestBytes: 10 })).toEqual(
      refusal('too-large', '`manifest.json` is longer than 10 bytes'),
    );
    expect(await loadTampered(() => undefined, undefined, { files: 2 })).toEqual(
      refusal('too-large', '`manifest.json` names more than 2 files'),
    );
    expect(await loadTampered(() => undefined, undefined, { totalBytes: 100 })).toEqual(
      refusal('too-large', '`manifest.json` names files of more than 100 bytes in all'),
    );
    const crowd = (directory: string) => {
      for (let index = 0; index < 20; index += 1) mkdirSync(join(directory, `d${index}`));
    };
    expect(await loadTampered(() => undefined, crowd, { files: 5 })).toEqual(
      refusal('too-large', 'the bundle has more than 10 files and directories'),
    );
  });
});

function first(list: unknown): Record<string, unknown> {
  return (list as readonly Record<string, unknown>[])[0] ?? {};
}

describe('a matcher that is sealed but not what it should be', () => {
  const SCRIPT = String(soundFiles().get('matchers/crm.js'));

  it.each<[string, string, BundleProblemCode, string]>([
    ['is no script', 'exports.matcher = {', 'failing-matcher', '`matchers/crm.js` is no script'],
    ['is a module', 'export const matcher = 1', 'failing-matcher', '`matchers/crm.js` is no script'],
    ['throws', 'throw new Error("x")', 'failing-matcher', '`matchers/crm.js` throws an error'],
    [
      'throws what nobody should look at',
      'throw { get message() { for (;;); }, toString() { for (;;); } }',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'does not end',
      'for (;;);',
      'failing-matcher',
      '`matchers/crm.js` does not come to an end within 200 ms',
    ],
    [
      'does not end later',
      'Promise.resolve().then(() => { for (;;); })',
      'failing-matcher',
      '`matchers/crm.js` does not come to an end within 200 ms',
    ],
    ['exports nothing', '', 'malformed-matcher', '`matchers/crm.js` exports no matcher'],
    [
      'exports through a getter',
      'Object.defineProperty(exports, "matcher", { get() { for (;;); } })',
      'malformed-matcher',
      '`matchers/crm.js` exports no matcher',
    ],
    [
      'needs modules',
      'exports.matcher = require("node:fs")',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'needs the process',
      'exports.matcher = process.env',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'makes code of text',
      'exports.matcher = eval("1")',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'makes code of text elsewhere',
      'exports.matcher = exports.constructor.constructor("return process")()',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'makes functions of text',
      'exports.matcher = (() => 1).constructor("return 1")()',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    [
      'looks out of its realm',
      'exports.matcher = this.constructor.constructor("return process")()',
      'failing-matcher',
      '`matchers/crm.js` throws an error',
    ],
    ['is a number', 'exports.matcher = 1', 'malformed-matcher', 'the matcher of `crm` is wrong at `$`'],
    [
      'throws when looked at',
      'exports.matcher = { get abi() { throw 1; } }',
      'failing-matcher',
      'the matcher of `crm` throws an error',
    ],
    [
      'is a proxy that throws',
      'exports.matcher = new Proxy({}, { get() { throw 1; }, has() { throw 1; } })',
      'failing-matcher',
      'the matcher of `crm` throws an error',
    ],
  ])('it %s', async (_, script, code, message) => {
    const result = await loadTampered((files) => replaceFile(files, 'matchers/crm.js', script), undefined, {
      matcherMilliseconds: 200,
    });
    expect(result).toEqual(refusal(code, message));
  });

  it.each<[string, string, string, string]>([
    ['ABI', `abi: ${ABI_VERSION}`, 'abi: 41', 'speaks ABI 41, unlike its bundle'],
    [
      'zone',
      'windows = []',
      'windows = [{ zone: "Europe/Nowhere", start: 0, end: 1 }]',
      'is wrong at `windows.0.zone`',
    ],
    ['order of ends', 'ends = []', 'ends = [2, 1]', 'is wrong at `ends`'],
    ['source', 'source: "crm"', 'source: "billing"', 'decides for `billing`'],
    ['unknown key', 'source: "crm",', 'source: "crm", extra: 1,', 'is wrong at `extra`'],
    [
      'key of a relation',
      'public\\u0000customers',
      'public\\u0000other',
      'has `public.customers` in a wrong place',
    ],
    ['kind', 'kind: "table"', 'kind: "index"', 'is wrong at `relations.0.1.kind`'],
    [
      'condition',
      'applies: (request) =>',
      'applies: null, other: (request) =>',
      'is wrong at `policies.0.applies`',
    ],
    [
      'rule of no policy',
      'policy: 0, text',
      'policy: 1, text',
      'has a rule of policy 1, which it does not have',
    ],
    [
      'rule of no file',
      '"policies/crm.dlp"',
      '"policies/x.dlp"',
      'has a rule of `policies/x.dlp`, which the bundle does not have',
    ],
    [
      'rule of a command',
      'rule: 0, effect: "allow"',
      'rule: 1, effect: "allow"',
      'names rule 1 of policy 0 for `public.customers`, which it does not have',
    ],
    [
      'narrower `allow`',
      'withoutWhere: false',
      'withoutWhere: true',
      'is wrong at `relations.0.1.commands.select.0`',
    ],
    [
      '`approve` by nobody',
      'effect: "allow", withoutWhere: false, approval: null',
      'effect: "approve", withoutWhere: false, approval: { by: [], people: 1, within: 60 }',
      'is wrong at `relations.0.1.commands.select.0.approval.by`',
    ],
    [
      '`approve` without an approval',
      'effect: "allow"',
      'effect: "approve"',
      'is wrong at `relations.0.1.commands.select.0`',
    ],
    [
      'filter that reads a hint',
      'filters: []',
      'filters: [{ policy: 0, rule: 0, sql: [{ field: "hint.application_name", type: "text" }] }]',
      'is wrong at `relations.0.1.filters.0.sql.0`',
    ],
    [
      'rule of a filter',
      'filters: []',
      'filters: [{ policy: 0, rule: 1, sql: ["true"] }]',
      'names rule 1 of policy 0 for `public.customers`, which it does not have',
    ],
    [
      'rule of a limit',
      'limits = []',
      'limits = [{ policy: 0, rule: 1, amount: 1, unit: "rows", per: "day", beyond: "stop" }]',
      'names rule 1 of policy 0 for a limit, which it does not have',
    ],
    [
      'part that falls back on nothing',
      'parts: []',
      'parts: [{ part: "$.a", framed: false, labels: [{ label: "pii", rules: [] }], fallback: null }]',
      'is wrong at `relations.0.1.columns.0.parts.0.fallback`',
    ],
    [
      'part that is framed by nothing',
      'parts: []',
      'parts: [{ part: "$.a", framed: true, labels: [{ label: "pii", rules: [] }], fallback: treatment0 }]',
      'is wrong at `relations.0.1.columns.0`',
    ],
    [
      'part that is masked after the framed ones',
      'parts: [], frame: null',
      `parts: [${['true', 'false'].map((framed) => `{ part: "$.a", framed: ${framed}, labels: [{ label: "pii", rules: [] }], fallback: treatment0 }`).join(', ')}], frame: { before: "(", between: "+", after: ")" }`,
      'is wrong at `relations.0.1.columns.0`',
    ],
    [
      'lookup where no policy speaks',
      'lookup: false',
      'lookup: true',
      'is wrong at `relations.0.1.columns.1`',
    ],
    [
      'lookup of what is shown',
      `rank: 0, sql: "CAST('[redacted]' AS pg_catalog.text)", keyed: false, lookup: false`,
      'rank: 40, sql: null, keyed: false, lookup: true',
      'is wrong at `relations.0.1.columns.1.labels.0.rules.0.treatment`',
    ],
    [
      'lookup of a part',
      'parts: []',
      'parts: [{ part: "$.a", framed: false, labels: [{ label: "pii", rules: [{ policy: 0, rule: 0, treatment: { ...treatment0, lookup: true } }] }], fallback: treatment0 }]',
      'is wrong at `relations.0.1.columns.0.parts.0`',
    ],
    [
      'rule of a mask',
      'rule: 0, treatment: treatment0',
      'rule: 1, treatment: treatment0',
      'names rule 1 of policy 0 for `public.customers`, which it does not have',
    ],
    [
      'policy of a mask',
      'policy: 0, rule: 0, treatment',
      'policy: -1, rule: 0, treatment',
      'is wrong at `relations.0.1.columns.1.labels.0.rules.0.policy`',
    ],
    ['effect', '"allow"', '"permit"', 'is wrong at `relations.0.1.commands.select.0.effect`'],
    ['action', 'select: [', 'truncate: [', 'is wrong at `relations.0.1.commands.truncate`'],
    ['column twice', 'plain("id"', 'plain("email"', 'has a column of `public.customers` twice'],
    ['no fallback', 'fallback: treatment0', 'fallback: null', 'is wrong at `relations.0.1.columns.1`'],
    [
      'fallback that reveals',
      'rank: 0, sql: "CAST(\'[redacted]\' AS pg_catalog.text)"',
      'rank: 40, sql: null',
      'is wrong at `relations.0.1.columns.1`',
    ],
    [
      'mask that reveals',
      'rank: 0, sql',
      'rank: 40, sql',
      'is wrong at `relations.0.1.columns.1.labels.0.rules.0.treatment`',
    ],
    ['rank', 'rank: 0', 'rank: 5', 'is wrong at `relations.0.1.columns.1.labels.0.rules.0.treatment.rank`'],
    ['list for the map', 'new Map(', 'Array.from(', 'is wrong at `relations`'],
  ])('it has a wrong %s', async (_, right, wrong, message) => {
    expect(SCRIPT).toContain(right);
    const result = await loadTampered((files) =>
      replaceFile(
        files,
        'matchers/crm.js',
        SCRIPT.replace(right, () => wrong),
      ),
    );
    expect(result).toEqual(refusal('malformed-matcher', `the matcher of \`crm\` ${message}`));
  });
});
