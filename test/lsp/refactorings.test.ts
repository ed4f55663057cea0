/** Refactorings at marked places, and at every place of the examples: the text changes as it says, the meaning does not. */
import { checkPolicies, lowerPolicies, memoryHost, nodeHost } from '@dlpc/compiler';
import { SourceText } from '@dlpc/language';
import { describe, expect, test } from 'vitest';
import { type CodeAction, CodeActionTriggerKind } from 'vscode-languageserver/node';
import { comparePolicies, type PolicySide } from '../../compiler/src/analyses/diff/compare-policies.ts';
import { offsetIn, positionIn } from '../../lsp/src/convert.ts';
import { contextOf } from '../../lsp/src/features/context-of.ts';
import { refactorings } from '../../lsp/src/refactorings/refactorings.ts';
import { edited, markedProject } from './support/cursor.ts';

const SCHEMA = 'create table customers (id int primary key, email text, ssn text, name text);';

/** The policy text after the action whose title begins so; null where it is not offered. The cursor, or two cursors' worth of `<<…>>`, is the place. */
async function refactored(marked: string, title: string): Promise<string | null> {
  const { context, selection } = await project(marked);
  const range = {
    start: positionIn(context.source, selection.start),
    end: positionIn(context.source, selection.end),
  };
  const action = refactorings(context, range).find((candidate) => candidate.title.startsWith(title));
  if (action === undefined) return null;
  return edited(context.source, Object.values(action.edit?.changes ?? {}).flat());
}

async function project(marked: string) {
  const start = marked.indexOf('<<');
  const end = marked.indexOf('>>') - 2;
  const { context } = await markedProject({ 'a.dlp': marked, 'crm.sql': SCHEMA });
  return { context, selection: start < 0 ? { start: context.offset, end: context.offset } : { start, end } };
}

const HEAD = 'database crm from "crm.sql"\nlabel pii { contact national_id }\n';

describe('extract group', () => {
  test('a whole condition, above the policy and its comments', async () => {
    const text = `// Those who left.\npolicy p for caller.kind == service and <|>"left" in caller.groups { }\n`;
    expect(await refactored(text, 'Extract')).toBe(
      '// Those who left.\npolicy p for caller.kind == service and left { }\n'.replace(
        '// Those',
        'group left = "left" in caller.groups\n\n// Those',
      ),
    );
  });

  test('neighbouring operands of a longer chain', async () => {
    const text =
      'policy p for caller.kind == human and <<"a" in caller.groups and "b" in caller.groups>> { }\n';
    expect(await refactored(text, 'Extract')).toBe(
      'group a = "a" in caller.groups and "b" in caller.groups\n\npolicy p for caller.kind == human and a { }\n',
    );
  });

  test('under a name that is free', async () => {
    const text = 'group left = true\npolicy p for not <<("left" in caller.groups or left)>> { }\n';
    expect(await refactored(text, 'Extract')).toBe(
      'group left = true\ngroup left_2 = ("left" in caller.groups or left)\n\npolicy p for not left_2 { }\n',
    );
  });

  test.each([
    ['a group as it is', 'group a = <|>caller.kind == human\n'],
    ['a name', 'group b = true\npolicy p for <|>b { }\n'],
  ])('not %s', async (_name, text) => {
    expect(await refactored(text, 'Extract')).toBeNull();
  });
});

describe('inline group', () => {
  test('in parentheses where it needs them, and its declaration goes', async () => {
    const text =
      '/// Both.\ngroup both = caller.kind == human or "x" in caller.groups\npolicy p for not <|>both { }\npolicy q for both { }\n';
    expect(await refactored(text, 'Inline')).toBe(
      'policy p for not (caller.kind == human or "x" in caller.groups) { }\npolicy q for caller.kind == human or "x" in caller.groups { }\n',
    );
  });

  test.each([
    ['one that nobody names', 'group <|>a = true\n'],
    ['one with a comment in it', 'group <|>a = true // why\n  and true\npolicy p for a { }\n'],
  ])('not %s', async (_name, text) => {
    expect(await refactored(text, 'Inline')).toBeNull();
  });
});

describe('spell out a label', () => {
  const CLASSIFIED = `${HEAD}classify pii.contact crm.customers.email\nclassify pii.national_id crm.customers.ssn\n`;

  test('names what is below it and not said otherwise', async () => {
    const policy =
      'policy p for true { on crm { allow select on customers\n reveal pii.contact\n mask <|>pii with redact } }\n';
    expect(await refactored(CLASSIFIED + policy, 'Name')).toBe(
      CLASSIFIED + policy.replace('<|>pii', 'pii.national_id'),
    );
  });

  test('not where something carries the label itself', async () => {
    const policy =
      'classify pii crm.customers.name\npolicy p for true { on crm { mask <|>pii with redact } }\n';
    expect(await refactored(CLASSIFIED + policy, 'Name')).toBeNull();
  });
});

describe('a statement of its own', () => {
  const policy = (statement: string) => `${HEAD}policy p for true {\n  on crm {\n    ${statement}\n  }\n}\n`;

  test('for the name at the cursor, with the same mask', async () => {
    expect(
      await refactored(policy('mask pii.contact, <|>pii.national_id with keep_last(4) // both'), 'Give'),
    ).toBe(policy('mask pii.contact with keep_last(4)\n    mask pii.national_id with keep_last(4) // both'));
    expect(await refactored(policy('reveal <|>pii.contact, pii.national_id'), 'Give')).toBe(
      policy('reveal pii.national_id\n    reveal pii.contact'),
    );
  });

  test('not for the only name, and not where a comment would be lost', async () => {
    expect(await refactored(policy('reveal <|>pii.contact'), 'Give')).toBeNull();
    expect(
      await refactored(policy('reveal <|>pii.contact, // why\n      pii.national_id'), 'Give'),
    ).toBeNull();
  });
});

describe('split policy', () => {
  const SOURCES = 'database crm from "crm.sql"\ndatabase old from "crm.sql"\n';

  test('a policy for each source, with its comments and what holds for all', async () => {
    const text = `${SOURCES}/// Night.
policy <|>night for true until 2099-01-01 {
  record everything
  // First.
  on crm { allow select on customers } // there
  on old { allow select on customers }
}
`;
    expect(await refactored(text, 'Split')).toBe(`${SOURCES}/// Night.
policy night_crm for true until 2099-01-01 {
  record everything
  // First.
  on crm { allow select on customers } // there
}

/// Night.
policy night_old for true until 2099-01-01 {
  record everything
  on old { allow select on customers }
}
`);
  });

  test('not where a comment would be lost', async () => {
    const text = `${SOURCES}policy <|>p for true {\n on crm { }\n\n // alone\n\n on old { }\n}\n`;
    expect(await refactored(text, 'Split')).toBeNull();
  });
});

describe('organise', () => {
  test('one order, each import once, comments with what they are about', async () => {
    const text = `// The head.

policy p for a {
  on crm {
    // Nobody.
    deny delete on customers
    allow select on customers
  }
}
group a = true // all
import "b.dlp"
import "a.dlp"
import "b.dlp"
<|>`;
    expect(await refactored(text, 'Organise')).toBe(`// The head.

import "a.dlp"
import "b.dlp"

group a = true // all

policy p for a {
  on crm {
    allow select on customers
    // Nobody.
    deny delete on customers
  }
}
`);
  });

  test('nothing leaves its section', async () => {
    const text = '<|>policy p for true { }\n\n// Others.\n\ngroup a = true\n';
    expect(await refactored(text, 'Organise')).toBeNull();
  });

  test('not after each movement of the cursor', async () => {
    const { context } = await project('policy p for true { }\n<|>group a = true\n');
    const at = positionIn(context.source, 0);
    const titles = (triggerKind?: CodeActionTriggerKind) =>
      refactorings(context, { start: at, end: at }, triggerKind === undefined ? {} : { triggerKind }).length;
    expect([titles(), titles(CodeActionTriggerKind.Automatic)]).toEqual([1, 0]);
  });
});

describe.each(['crm', 'nightly'])('everywhere in examples/%s', (name) => {
  test('every refactoring keeps the meaning, and leaves no mistake', async () => {
    const result = await checkPolicies(nodeHost, [
      new URL(`../../examples/${name}`, import.meta.url).pathname,
    ]);
    const files = Object.fromEntries([...result.texts.values()].map(({ file, text }) => [file, text]));
    const before = await sideOf(files);
    const done = new Map<string, number>();
    for (const { path, text } of result.files) {
      const source = new SourceText(path, text);
      const tried = new Set<string>();
      for (const { index } of text.matchAll(/^|\b\w/g)) {
        const position = positionIn(source, index);
        const context = contextOf(result, source, offsetIn(source, position));
        // Organising is about the whole file, and asked for once.
        const triggerKind = index === 0 ? CodeActionTriggerKind.Invoked : CodeActionTriggerKind.Automatic;
        for (const action of refactorings(context, { start: position, end: position }, { triggerKind })) {
          const key = JSON.stringify(action.edit);
          if (tried.has(key)) continue;
          tried.add(key);
          done.set(action.kind ?? '', (done.get(action.kind ?? '') ?? 0) + 1);
          const changes = comparePolicies(before, await sideOf(applied(files, action)));
          // Budgets are counted by policy, and a policy that was split is two.
          const told = changes.map(({ kind, verb, subjects }) => `${kind} ${verb} ${subjects}`);
          expect(told, `${path}:${position.line + 1} ${action.title}`).toEqual([]);
        }
      }
    }
    expect(done.get('refactor.extract')).toBeGreaterThan(0);
    expect(done.get('refactor.inline')).toBeGreaterThan(0);
  }, 120_000);
});

function applied(
  files: Readonly<Record<string, string>>,
  { edit }: CodeAction,
): Readonly<Record<string, string>> {
  const after = { ...files };
  for (const [uri, edits] of Object.entries(edit?.changes ?? {})) {
    const path = new URL(uri).pathname;
    after[path] = edited(new SourceText(path, files[path] ?? ''), edits);
  }
  return after;
}

async function sideOf(files: Readonly<Record<string, string>>): Promise<PolicySide> {
  const result = await checkPolicies(
    memoryHost(files),
    Object.keys(files).filter((path) => path.endsWith('.dlp')),
  );
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const { sources, apis } = lowerPolicies(result);
  if (sources === null) throw new Error('not lowered');
  return { program: result.checked.program, sources, apis };
}
