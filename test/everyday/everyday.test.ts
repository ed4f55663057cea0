/**
 * What people, drivers and tools send every day comes through the proxy as if it were not there: each case of the catalogue, past the
 * proxy and through it, in every way that a driver might send it, byte for byte. What must be refused is refused in the words that
 * stand beside it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requires } from '../support/requires.ts';
import type { ConnectionTarget } from '../support/tapped-client.ts';
import { readCatalogue } from './read-catalogue.ts';
import { replay, type Transcript } from './replay.ts';
import type { EverydayCase, Sender } from './statement.ts';
import { type Shop, startShop } from './world/world.ts';

const catalogue = readCatalogue();
const SENDERS: readonly Sender[] = ['staff', 'clerk'];

it('there are some', () => {
  expect(catalogue.flatMap(({ cases }) => cases).length).toBeGreaterThan(400);
});

describe('PostgreSQL 18', () => everydayOn(18));
requires('postgresql-15')('PostgreSQL 15', () => everydayOn(15));

function everydayOn(major: 15 | 18): void {
  let shop: Shop;
  let direct: ReadonlyMap<EverydayCase, Transcript>;
  let proxied: ReadonlyMap<EverydayCase, Transcript>;

  beforeAll(async () => {
    shop = await startShop(major);
    // What is refused is not run past the proxy either: it would change what the other cases meet.
    direct = await replayed(
      () => shop.direct,
      (everyday) => everyday.outcome.kind !== 'refused',
    );
    proxied = await replayed(await shop.startProxy());
  }, 120_000);
  afterAll(() => shop?.stop());

  describe.each(catalogue)('$name', ({ cases }) => {
    it.each(cases)('$place', (everyday) => {
      const without = direct.get(everyday);
      const through = proxied.get(everyday);
      switch (everyday.outcome.kind) {
        case 'same':
          expect(through).toEqual(without);
          break;
        case 'differs':
          expect(kinds(through)).toEqual(kinds(without));
          expect(through).not.toEqual(without);
          break;
        case 'refused':
          for (const lines of Object.values(through ?? {}))
            expect(lines.filter(isError)[0]).toContain(everyday.outcome.saying);
          break;
      }
      // One that fails unawares shows nothing of what it is about.
      if (major === 18 && without?.simple !== undefined)
        expect(without.simple.some(isError), 'it fails').toBe(everyday.fails);
    });
  });
}

async function replayed(
  target: (sender: Sender) => ConnectionTarget,
  takes: (everyday: EverydayCase) => boolean = () => true,
): Promise<ReadonlyMap<EverydayCase, Transcript>> {
  const all = catalogue.flatMap(({ cases }) => cases);
  const transcripts: [EverydayCase, Transcript][] = [];
  for (const sender of SENDERS) {
    const own = all.filter((everyday) => everyday.sender === sender && takes(everyday));
    transcripts.push(...(await replay(target(sender), own)));
  }
  return new Map(transcripts);
}

function isError(line: string): boolean {
  return line.startsWith('E ');
}

/** The letters of the messages. */
function kinds(transcript: Transcript | undefined): readonly string[] {
  return Object.values(transcript ?? {}).map((lines) => lines.map((line) => line[0]).join(''));
}
