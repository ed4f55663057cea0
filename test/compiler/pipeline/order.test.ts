/** Order never matters: neither of statements, nor of declarations, nor of the files in which they stand. */
import { type Declaration, printPolicyFile } from '@dlpc/language';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { type CompileResult, compilePolicies } from '../../../compiler/src/pipeline.ts';
import { isEquivalent } from '../../../compiler/src/testing/mutants/is-equivalent.ts';
import { arbitraryPolicies, SCHEMA } from '../reference/arbitrary-policy.ts';

const RUNS = Number(process.env.DLPC_ORDER_RUNS ?? 40);

/** In the order of the numbers that come with them, for as long as there are any. */
function shuffled<T>(items: readonly T[], numbers: readonly number[]): readonly T[] {
  return items
    .map((item, index) => ({ item, key: numbers[index % numbers.length] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function withStatements(declaration: Declaration, numbers: readonly number[]): Declaration {
  if (declaration.kind !== 'PolicyDeclaration') return declaration;
  const members = declaration.members.map((member) =>
    member.kind === 'SourceBlock' ? { ...member, statements: shuffled(member.statements, numbers) } : member,
  );
  return { ...declaration, members: shuffled(members, numbers) };
}

async function compiled(files: Readonly<Record<string, string>>): Promise<CompileResult> {
  return compilePolicies(memoryHost({ ...files, 'crm.sql': SCHEMA }), ['.']);
}

test('the same policies in any order, in any number of files, decide alike', async () => {
  let compared = 0;
  const numbers = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 13 });
  await fc.assert(
    fc.asyncProperty(arbitraryPolicies, numbers, fc.integer({ min: 1, max: 4 }), async (text, by, count) => {
      const before = await compiled({ 'p.dlp': text });
      const [file] = before.files;
      if (file === undefined) throw new Error('there is no file');
      const declarations = shuffled(file.ast.declarations, by).map((one) => withStatements(one, by));
      const files = Array.from({ length: count }, (_, index) => {
        const own = declarations.filter((__, at) => at % count === index);
        return [`${'zyxw'[index]}.dlp`, printPolicyFile({ ...file.ast, declarations: own })] as const;
      });
      const after = await compiled(Object.fromEntries(files));
      const codes = (result: CompileResult) => result.diagnostics.map(({ code }) => code).sort();
      expect(codes(after)).toEqual(codes(before));
      if (before.sources === null) return;
      expect(isEquivalent(before, after)).toBe(true);
      compared += 1;
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS / 8);
}, 120_000);
