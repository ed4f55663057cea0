/** Which files are migrations, and in which order. The input is shuffled: order never depends on how a disk lists. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { migrationOrder } from '../../../../compiler/src/schema/migrations/migration-order.ts';
import { naturalOrder } from '../../../../compiler/src/schema/migrations/natural-order.ts';

function ordered(paths: readonly string[], plan: string | null = null): readonly string[] | string {
  const order = migrationOrder(paths.toReversed(), plan);
  return order.ok ? order.paths : order.reason;
}

describe('names that are read in order', () => {
  it.each<[string, string[]]>([
    ['numbers', ['1_a.sql', '2_b.sql', '10_c.sql']],
    ['numbers with zeros', ['001_z.sql', '002_y.sql', '0010_x.sql']],
    ['timestamps', ['20240101120000_a.sql', '20240102120000_a.sql', '20250101000000_a.sql']],
    ['numbers beyond 2^53', ['9007199254740992_a.sql', '9007199254740993_a.sql']],
    ['golang-migrate', ['000001_init.up.sql', '000002_more.up.sql']],
    ['Prisma', ['20240101_init/migration.sql', '20240102_more/migration.sql']],
    ['Diesel', ['2024-01-01-000000_init/up.sql', '2024-02-01-000000_more/up.sql']],
    ['Flyway', ['V1__a.sql', 'V1.1__b.sql', 'V1_2__c.sql', 'V2__d.sql', 'V10__e.sql', 'R__views.sql']],
    ['Flyway in folders', ['z/V1__a.sql', 'a/V2__b.sql']],
    ['plain names', ['a.sql', 'b/a.sql', 'c.sql']],
  ])('%s', (_, paths) => {
    expect(ordered(paths)).toEqual(paths);
  });
});

describe('files that are not read', () => {
  it.each<[string, string[], string[]]>([
    ['golang-migrate', ['1_a.up.sql', '1_a.down.sql'], ['1_a.up.sql']],
    ['Diesel', ['1_a/up.sql', '1_a/down.sql'], ['1_a/up.sql']],
    ['a folder of its own', ['up/1.sql', 'down/1.sql'], ['up/1.sql']],
    ['undo of Flyway', ['V1__a.sql', 'U1__a.sql'], ['V1__a.sql']],
    [
      'below the baseline of Flyway',
      ['V1__a.sql', 'V2__b.sql', 'B1__old.sql', 'B2__all.sql', 'V3__c.sql'],
      ['B2__all.sql', 'V3__c.sql'],
    ],
  ])('%s', (_, paths, expected) => {
    expect(ordered(paths)).toEqual(expected);
  });

  it('what Flyway would not run is said', () => {
    expect(migrationOrder(['V1__a.sql', 'afterMigrate.sql', 'v2__b.sql'], null)).toEqual({
      ok: true,
      paths: ['V1__a.sql'],
      caveats: [
        '`afterMigrate.sql` is not read: Flyway runs no file of this name',
        '`v2__b.sql` is not read: Flyway runs no file of this name',
      ],
    });
  });
});

it('refuses two migrations of one version', () => {
  expect(ordered(['V1.0__b.sql', 'V1__a.sql'])).toBe('`V1.0__b.sql` and `V1__a.sql` have the same version');
});

describe('Sqitch', () => {
  const plan = `%syntax-version=1.0.0
%project=crm

users 2024-01-01T00:00:00Z Ada <ada@example.org> # Adds users
@v1 2024-01-02T00:00:00Z Ada <ada@example.org> # One
# a comment
users [users@v1] 2024-01-03T00:00:00Z Ada <ada@example.org> # Reworks users
+area/orders [users] 2024-01-04T00:00:00Z Ada <ada@example.org> # Adds orders
`;

  it('follows its plan', () => {
    const paths = ['deploy/area/orders.sql', 'deploy/users.sql', 'deploy/users@v1.sql', 'revert/users.sql'];
    expect(ordered(paths, plan)).toEqual([
      'deploy/users@v1.sql',
      'deploy/users.sql',
      'deploy/area/orders.sql',
    ]);
  });

  it('misses what its plan names', () => {
    expect(ordered(['deploy/users.sql', 'deploy/users@v1.sql'], plan)).toBe(
      '`sqitch.plan` names `deploy/area/orders.sql`, which is not there',
    );
  });
});

it('names have one order', () => {
  const name = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', '_', '.', 'B'), maxLength: 6 });
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
      expect(naturalOrder(a, b) === 0).toBe(a === b);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
    }),
    { numRuns: 2000 },
  );
});
