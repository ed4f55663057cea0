/** A real browser without a screen, on pages of this machine. */
import { type Browser, chromium } from 'playwright-core';
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
