import { describe, expect, test } from 'vitest';
import { createSessionGate } from '../../../runtime/src/judge/session-gate.ts';
import { guardedGate } from '../../../runtime/src/proxy/guarded-gate.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf, matcher, told } from '../judge/fixture.ts';
import { sourceWithClock } from './proxy-fixture.ts';

const contractor = askerOf({ sub: 'ci', groups: new Set(['contractors']) });

function openedGate(maxAge?: number) {
  const world = sourceWithClock(maxAge);
  world.source.setCatalog(catalogOf(), 0);
  const gate = guardedGate(
    createSessionGate(
      contractor,
      [],
      () => world.source.judge(),
      () => 0,
      { book: world.source.budgets, onReached: () => undefined },
    ),
    () => world.source.obstacle(),
  );
  return { ...world, gate, select: () => told(gate.judge('select id from orders', 'simple')) };
}

describe('a source', () => {
  test('lets nothing pass before its server was read', () => {
    const { source } = sourceWithClock();
    expect(source.obstacle()?.kind).toBe('unavailable');
    source.setCatalog(catalogOf(), 0);
    expect(source.obstacle()).toBeNull();
  });

  test('lets nothing pass once its catalog is older than it may get, until it is read again', () => {
    const { source, time, gate, select } = openedGate(60_000);
    const fresh = gate.revision;
    expect(select()).toContain('orders');
    time.now = 60_000;
    expect(select()).toContain('orders');
    time.now = 60_001;
    expect(select()).toBe(
      '58000 source "crm" cannot be judged now: its server could not be read for too long',
    );
    expect(gate.revision).not.toBe(fresh);
    source.setCatalog(catalogOf(), 60_001);
    expect(select()).toContain('orders');
    expect(gate.revision).toBe(fresh);
  });

  test('lets nothing pass while the role on its server is not fit', () => {
    const { source, select } = openedGate();
    source.setRoleRefused(true);
    expect(select()).toMatch(/^58000 .*its role on the server is not fit/);
    source.setRoleRefused(false);
    expect(select()).toContain('orders');
  });

  test('judges the next statement of a session by a new policy', () => {
    const { source, gate, select } = openedGate();
    const before = gate.revision;
    expect(select()).toContain('orders');
    source.setPolicy({ matcher: { ...matcher, policies: [] }, revision: 'r2' });
    expect(gate.revision).not.toBe(before);
    expect(select()).toMatch(/^42501 no policy of crm applies to you/);
  });

  test('judges the next statement of a session with a new catalog', () => {
    const { source, gate, select } = openedGate();
    const before = gate.revision;
    const relations = new Map([...catalogOf().relations].filter(([key]) => !key.endsWith('orders')));
    source.setCatalog({ ...catalogOf(), version: 'without orders', relations }, 0);
    expect(gate.revision).not.toBe(before);
    expect(select()).toMatch(/^42P01 relation "orders" does not exist/);
  });

  test('keeps its judge, and what that has found out, while nothing changes', () => {
    const { source } = openedGate();
    const judge = source.judge();
    source.setCatalog(catalogOf(), 5);
    expect(source.judge()).toBe(judge);
  });

  test('knows to whom any policy applies', () => {
    const { source } = sourceWithClock();
    expect(source.appliesTo(contractor, 0)).toBe(true);
    expect(source.appliesTo(askerOf(), 0)).toBe(false);
  });
});
