/** A real browser without a screen, on pages of this machine. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './requires.ts';

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of so many pixels; what goes wrong in it, errors of scripts and of the console, is put into `mistakes`. */
export async function openPage(
  browser: Browser,
  viewport: { readonly width: number; readonly height: number },
  mistakes: string[],
): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') mistakes.push(message.text());
  });
  return page;
}
