import { expect, it } from 'vitest';
import { knowledgePage } from './knowledge-page.ts';

it('docs/judge-knowledge.md says what the lists say', async () => {
  await expect(await knowledgePage()).toMatchFileSnapshot('../../../../docs/judge-knowledge.md');
});
