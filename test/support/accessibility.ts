/** What keeps people from using a page: found by axe-core in light and dark, wide and narrow, and by going through it with the keyboard alone. */
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { screenshot } from './screenshot.ts';

/** WCAG 2.2, levels A and AA, and what is good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDE = { width: 1300, height: 950 };
const NARROW = { width: 375, height: 800 };

/** Of the page as it stands now; each finding is a rule, where it is broken, and how. Pictures are taken where somebody wants them. */
export async function barriers(page: Page, state: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    const where = `${state}, ${viewport.width} px`;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const finding of await audit(page)) found.push(`${where}, ${colorScheme}: ${finding}`);
    }
    const beyond = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
    if (beyond > 0) found.push(`${where}: ${beyond} px wider than the window`);
    await screenshot(page, `${state.replaceAll(/\W+/g, '-')}-${viewport.width}`);
  }
  await page.setViewportSize(WIDE);
  for (const finding of await unreachable(page)) found.push(`${state}: ${finding}`);
  return found;
}

async function audit(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = { runOnly: { type: 'tag', values: RULES } };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Numbers what can be used with the keyboard, gives what it is, and puts the focus before all of it. */
const NUMBER_ALL = `(() => {
  const selector =
    'a[href], button:not(:disabled), input:not(:disabled):not([type=radio]:not(:checked)), select:not(:disabled), summary, [tabindex="0"]';
  const all = [...document.querySelectorAll(selector)].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0,
  );
  all.forEach((element, at) => { element.dataset.tab = String(at); });
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return all.map((element) => element.tagName.toLowerCase() + ' ' + element.textContent.trim().slice(0, 40));
})()`;

/** The number of what has the focus, and whether that shows; null where it is nothing of that. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  if (element?.dataset.tab === undefined) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return { at: Number(element.dataset.tab), shows: outlineStyle !== 'none' && outlineWidth !== '0px' };
})()`;

/** What can be used but not reached by Tab, or does not show that it has the focus. */
async function unreachable(page: Page): Promise<readonly string[]> {
  const wanted = await page.evaluate<readonly string[]>(NUMBER_ALL);
  const reached = new Set<number>();
  const found: string[] = [];
  for (let presses = 0; presses < wanted.length + 20 && reached.size < wanted.length; presses += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate<{ at: number; shows: boolean } | null>(FOCUSED);
    if (focus === null) continue;
    if (!focus.shows && !reached.has(focus.at)) found.push(`${wanted[focus.at]} does not show its focus`);
    reached.add(focus.at);
  }
  for (const [at, what] of wanted.entries())
    if (!reached.has(at)) found.push(`${what} is not reached by Tab`);
  return found;
}
