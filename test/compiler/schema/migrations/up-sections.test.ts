import { describe, expect, it } from 'vitest';
import { upSections } from '../../../../compiler/src/schema/migrations/up-sections.ts';

describe('what undoes a migration is blanked out', () => {
  it.each([
    ['dbmate', '-- migrate:up transaction:false\na;\n', '-- migrate:down\nb;\n'],
    ['goose', '-- +goose Up\n-- +goose StatementBegin\na;\n', '-- +goose Down\r\nb;'],
    ['sql-migrate', '-- +migrate Up\na;\n', '  --+migrate down notransaction\nb;\n'],
    ['none', 'a;\n-- migrate:upward\n-- we migrate: down\nb;\n', ''],
  ])('%s', (_, up, down) => {
    const kept = upSections(up + down);
    expect(kept.slice(0, up.length)).toBe(up);
    expect(kept.slice(up.length).trim()).toBe('');
    // Offsets lead to the same lines.
    expect(kept).toHaveLength(up.length + down.length);
    expect(kept.match(/\r|\n/g)).toEqual((up + down).match(/\r|\n/g));
  });

  it('whichever stands first', () => {
    expect(upSections('-- migrate:down\nb;\n-- migrate:up\na;')).toBe(
      '               \n  \n-- migrate:up\na;',
    );
  });
});
