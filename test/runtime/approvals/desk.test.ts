/** The desk and its store: one outcome for each request, whatever happens at the same time and whatever cannot be written. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ApprovalDesk } from '../../../runtime/src/approvals/approval-desk.ts';
import type { ApprovalEvent } from '../../../runtime/src/approvals/approval-event.ts';
import type { ApprovalRequest, Requirement } from '../../../runtime/src/approvals/approval-request.ts';
import type { HeldRequest } from '../../../runtime/src/approvals/approval-service.ts';
import type { ApprovalStore } from '../../../runtime/src/approvals/approval-store.ts';
import { type Approver, eligibility, maySee } from '../../../runtime/src/approvals/approver.ts';
import type { Outcome } from '../../../runtime/src/approvals/outcome.ts';
import { openSqliteStore } from '../../../runtime/src/approvals/sqlite-store.ts';

// In memory where there is such a place: each change is written through to the disk.
const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'dlp-desk-'));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

function openStore(where = join(directory, String(count)), now = 0) {
  count += 1;
  const opening = openSqliteStore(where, now);
  if (!opening.ok) throw new Error(opening.problem);
  return { where, ...opening };
}

function requestOf(requirements: readonly Partial<Requirement>[], subject = 'job'): ApprovalRequest {
  return {
    source: 'crm',
    requester: {
      subject,
      kind: 'service',
      actors: [],
      user: subject,
      task: { id: '', name: '', parent: '' },
    },
    requirements: requirements.map((changes) => ({
      by: ['dba'],
      people: 1,
      within: 60,
      rule: 'r',
      ...changes,
    })),
    revision: 'r1',
    identity: null,
    shown: { kind: 'sql', text: 'delete', parameters: [], touches: [], estimatedRows: null },
  };
}

function approver(subject: string, groups: readonly string[], changes: Partial<Approver> = {}): Approver {
  return {
    subject,
    kind: 'human',
    groups: new Set(groups),
    hasTask: false,
    hasActor: false,
    identity: null,
    stands: () => true,
    ...changes,
  };
}

/** A desk with a clock that the test turns. */
function deskOf(store: ApprovalStore, limits = { maxOpen: 1000, maxOpenOfOne: 1000 }) {
  const time = { now: 0 };
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();
  const events: ApprovalEvent[] = [];
  const desk = new ApprovalDesk({
    store,
    now: () => time.now,
    after: (milliseconds, action) => {
      const timer = { at: time.now + milliseconds, action };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    onEvent: (event) => void events.push(event),
    ...limits,
  });
  const pass = (milliseconds: number, fire = true) => {
    time.now += milliseconds;
    if (!fire) return;
    for (const timer of [...timers].filter(({ at }) => at <= time.now)) {
      timers.delete(timer);
      timer.action();
    }
  };
  const hold = (request: ApprovalRequest) => {
    const outcomes: Outcome[] = [];
    let id = '';
    const held = desk.hold(request, {
      asked: (asked) => {
        id = asked.id;
      },
      settled: (outcome) => void outcomes.push(outcome),
    });
    return { id, held, outcomes };
  };
  return { desk, events, pass, hold };
}

const YES = { decision: 'approve', reason: null } as const;
const NO = { decision: 'deny', reason: 'no' } as const;

test('random decisions, withdrawals and time: exactly one outcome, and approved only by enough people', () => {
  const people = ['ann', 'bob', 'cat', 'job'];
  const action = fc.oneof(
    fc.record({ kind: fc.constant('vote' as const), who: fc.nat(3), at: fc.nat(3), yes: fc.boolean() }),
    fc.record({ kind: fc.constant('withdraw' as const), at: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass' as const), seconds: fc.nat(40), fire: fc.boolean() }),
  );
  const { store } = openStore();
  fc.assert(
    fc.property(fc.array(action, { maxLength: 25 }), fc.integer({ min: 1, max: 3 }), (actions, needed) => {
      const { desk, pass, hold } = deskOf(store);
      const requests = [0, 1, 2, 3].map((at) => hold(requestOf([{ people: at === 0 ? 1 : needed }])));
      const agreed = requests.map(() => new Set<string>());
      let seconds = 0;
      for (const each of actions) {
        if (each.kind === 'pass') {
          seconds += each.seconds;
          pass(each.seconds * 1000, each.fire);
          continue;
        }
        const request = requests[each.at] as (typeof requests)[number];
        const settled = request.outcomes.length;
        if (each.kind === 'withdraw') request.held.withdraw('cancelled');
        else {
          const who = people[each.who] ?? '';
          const decided = desk.decide(request.id, approver(who, ['dba']), each.yes ? YES : NO);
          if (decided.ok && each.yes) agreed[each.at]?.add(who);
          // Whoever comes after the outcome is told of it, and changes nothing.
          if (settled > 0) expect(decided).toMatchObject({ ok: false, outcome: request.outcomes[0] });
        }
        if (settled > 0) expect(request.outcomes).toHaveLength(1);
        if (settled === 0 && seconds >= 60 && each.kind === 'vote')
          expect(request.outcomes[0]?.kind ?? 'expired').toBe('expired');
      }
      pass(60_000);
      for (const [at, { id, outcomes }] of requests.entries()) {
        expect(outcomes).toHaveLength(1);
        expect(store.find(id)?.outcome).toEqual(outcomes[0]);
        const enough = (agreed[at]?.size ?? 0) >= (at === 0 ? 1 : needed);
        expect(outcomes[0]?.kind === 'approved').toBe(enough);
        expect(agreed[at]?.has('job')).toBe(false);
      }
      expect(desk.openCount).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('what was approved is used once', () => {
  const { store } = openStore();
  const { desk, events, hold } = deskOf(store);
  const { id, held } = hold(requestOf([{}]));
  held.used();
  expect(store.find(id)?.usedAt).toBeNull();
  desk.decide(id, approver('ann', ['dba']), YES);
  held.used();
  held.used();
  expect(events.map(({ kind }) => kind)).toEqual(['asked', 'settled', 'used']);
});

test('a record that cannot be written approves nothing', () => {
  const { store } = openStore();
  const failing: ApprovalStore = {
    add: (...args) => store.add(...args),
    addVote: (...args) => store.addVote(...args),
    removeVote: (...args) => store.removeVote(...args),
    settle: () => {
      throw new Error('no space left');
    },
    use: (...args) => store.use(...args),
    find: (id) => store.find(id),
    list: (...args) => store.list(...args),
    close: () => store.close(),
  };
  const { desk, events, pass, hold } = deskOf(failing);
  const { id, outcomes } = hold(requestOf([{}]));
  expect(desk.decide(id, approver('ann', ['dba']), YES)).toMatchObject({ ok: false, why: 'not-recorded' });
  expect(outcomes).toEqual([]);
  // It ends all the same, and lets nothing through.
  pass(60_000);
  expect(outcomes).toEqual([{ kind: 'expired' }]);
  expect(events.map(({ kind }) => kind)).toEqual(['asked', 'not-recorded', 'not-recorded', 'settled']);
});

describe('the store', () => {
  test('is open in one process at a time, for its owner alone', () => {
    const first = openStore();
    expect(openSqliteStore(first.where, 0)).toEqual({ ok: false, problem: 'another proxy has it open' });
    for (const name of ['', 'approvals.sqlite'])
      expect(statSync(join(first.where, name)).mode & 0o077).toBe(0);
    first.store.close();
    openStore(first.where).store.close();
  });

  test('expires what was open when it is opened again, and keeps all else', () => {
    const { store, where } = openStore();
    const { desk, hold } = deskOf(store);
    const [open, approved] = [hold(requestOf([{ people: 2 }])), hold(requestOf([{}]))];
    desk.decide(open.id, approver('ann', ['dba']), YES);
    desk.decide(approved.id, approver('ann', ['dba']), { ...YES, reason: 'fine' });
    // Like a process that is killed: nobody says goodbye.
    store.close();
    const again = openStore(where, 5000);
    expect(again.expired).toBe(1);
    expect(again.store.find(open.id)).toMatchObject({
      outcome: { kind: 'expired' },
      settledAt: 5000,
      votes: [{ subject: 'ann', decision: 'approve' }],
    });
    expect(again.store.find(approved.id)).toMatchObject({
      outcome: { kind: 'approved', by: ['ann'], reasons: expect.any(Array) },
      usedAt: null,
      votes: [{ reason: 'fine' }],
    });
    const desk2 = deskOf(again.store).desk;
    expect(desk2.decide(open.id, approver('bob', ['dba']), YES)).toMatchObject({ ok: false, why: 'settled' });
    again.store.close();
  });

  test('says what is wrong with a directory that cannot be used', () => {
    expect(openSqliteStore('/proc/nowhere/at/all', 0)).toMatchObject({ ok: false });
    expect(openSqliteStore(join(directory, 'missing', 'below'), 0)).toMatchObject({ ok: false });
  });
});

test('there are bounds, of all and of one', () => {
  const { store } = openStore();
  const { hold } = deskOf(store, { maxOpen: 3, maxOpenOfOne: 2 });
  const kinds = ['a', 'a', 'a', 'b', 'c'].map(
    (who) => hold(requestOf([{}], who)).outcomes[0]?.kind ?? 'open',
  );
  expect(kinds).toEqual(['open', 'open', 'refused', 'open', 'refused']);
});

describe('who', () => {
  const corp = { issuer: 'https://corp', audience: 'dlp' };
  const asked = requestOf([{}, { by: ['security', 'owners'] }]);
  const requester = { ...asked.requester, actors: ['proxy', 'gateway'] };
  const request = { ...asked, requester, identity: corp };
  test.each<[string, Approver, object, boolean]>([
    ['in one group', approver('ann', ['dba']), { ok: true, fulfils: [0] }, true],
    ['in both', approver('ann', ['dba', 'owners']), { ok: true, fulfils: [0, 1] }, true],
    ['in none', approver('ann', ['x']), { ok: false, why: 'not-in-group' }, false],
    ['who asks', approver('job', ['dba']), { ok: false, why: 'own-request' }, true],
    ['a service', approver('bot', ['dba'], { kind: 'service' }), { ok: false, why: 'no-person' }, true],
    ['for a task', approver('ann', ['dba'], { hasTask: true }), { ok: false, why: 'acts-for-task' }, true],
    [
      'in whose name somebody acts',
      approver('ann', ['dba'], { hasActor: true }),
      { ok: false, why: 'acts-for-other' },
      true,
    ],
    ['who acts for the one who asks', approver('proxy', ['dba']), { ok: false, why: 'own-request' }, true],
    ['who asks, spelt otherwise', approver('ＪＯＢ', ['dba']), { ok: false, why: 'own-request' }, true],
    [
      'who acts, with a letter that nobody sees',
      approver('pro\u200bxy', ['dba']),
      { ok: false, why: 'own-request' },
      true,
    ],
    ['who did before', approver('gateway', ['dba']), { ok: false, why: 'own-request' }, true],
    ['by a trusted token', approver('ann', ['dba'], { identity: corp }), { ok: true, fulfils: [0] }, true],
    [
      'by a token of another issuer',
      approver('ann', ['dba'], { identity: { ...corp, issuer: 'https://evil' } }),
      { ok: false, why: 'foreign-identity' },
      false,
    ],
  ])('decides and sees: somebody %s', (_, who, decides, sees) => {
    expect(eligibility(who, request)).toEqual(decides);
    expect(maySee(who, request)).toBe(sees);
  });

  test('comes by a token that the policy does not speak of, decides nothing', () => {
    const who = approver('ann', ['dba'], { identity: corp });
    expect(eligibility(who, { ...request, identity: null })).toEqual({ ok: false, why: 'foreign-identity' });
  });
});

describe('two people', () => {
  const two = () => {
    const { store } = openStore();
    const world = deskOf(store);
    return { ...world, store, ...world.hold(requestOf([{ people: 2 }])) };
  };

  test.each([
    ['capitals', 'ann@corp.example', 'Ann@Corp.example'],
    ['forms of the same letters', 'zoë', 'zoe\u0308'],
    ['wide letters', 'ann', 'ａｎｎ'],
    ['a mark that nobody sees', 'ann', 'an\u00adn'],
    ['a space', 'ann', 'ann '],
  ])('are not one, by %s', (_, once, again) => {
    const { desk, id, outcomes } = two();
    expect(desk.decide(id, approver(once, ['dba']), YES)).toMatchObject({ ok: true, waitsFor: 1 });
    expect(desk.decide(id, approver(again, ['dba']), YES)).toMatchObject({ ok: false, why: 'already' });
    expect(outcomes).toEqual([]);
    expect(desk.decide(id, approver('bob', ['dba']), YES)).toMatchObject({ ok: true, waitsFor: 0 });
  });

  test('who agreed and is offboarded before the second does, does not count; nor twice where they come back', () => {
    const { desk, store, events, id, outcomes } = two();
    let isThere = true;
    const ann = approver('ann', ['dba'], { stands: () => isThere });
    desk.decide(id, ann, YES);
    isThere = false;
    expect(desk.decide(id, approver('bob', ['dba']), YES)).toMatchObject({ ok: true, waitsFor: 1 });
    expect(outcomes).toEqual([]);
    expect(store.find(id)?.votes.map(({ subject }) => subject)).toEqual(['bob']);
    expect(events.map(({ kind }) => kind)).toEqual(['asked', 'agreed', 'agreement-void', 'agreed']);
    isThere = true;
    expect(desk.decide(id, ann, YES)).toMatchObject({ ok: true, waitsFor: 0 });
    expect(outcomes).toMatchObject([{ kind: 'approved', by: ['bob', 'ann'] }]);
  });
});

test('nothing is held by a request that was refused', () => {
  const { store } = openStore();
  const { hold } = deskOf(store, { maxOpen: 0, maxOpenOfOne: 0 });
  const { held, outcomes }: { held: HeldRequest; outcomes: Outcome[] } = hold(requestOf([{}]));
  held.withdraw('cancelled');
  held.used();
  expect(outcomes).toHaveLength(1);
});
