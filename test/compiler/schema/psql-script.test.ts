import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { psqlScript, type ScriptPiece } from '../../../compiler/src/schema/script/psql-script.ts';

function pieces(text: string): string[] {
  const script = psqlScript(text);
  const found: string[] = [];
  for (let piece = script.next(); piece !== null; piece = script.next()) found.push(show(piece));
  return found;
}

function show(piece: ScriptPiece): string {
  return piece.kind === 'command' ? `\\${piece.name}` : piece.text;
}

describe('psqlScript', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['\ufeffselect 1', ['select 1']],
    [' ;; -- only\n /* /* nested */ ; */ ;', []],
    ['select 1;select 2', ['select 1;', 'select 2']],
    [
      "select ';''', \";\"\"\", $$;'$$, $a$;$$;$b$;$a$; x",
      ["select ';''', \";\"\"\", $$;'$$, $a$;$$;$b$;$a$;", 'x'],
    ],
    ["select e';\\'', 'back\\'; x", ["select e';\\'', 'back\\';", 'x']],
    ["select e'a'\n -- on\n ';\\''; x", ["select e'a'\n -- on\n ';\\'';", 'x']],
    ["select 'a' 'b;'; x", ["select 'a' 'b;';", 'x']],
    ['select a$b$;x$b$', ['select a$b$;', 'x$b$']],
    ['select $1;$$;$$', ['select $1;', '$$;$$']],
    [
      'create rule r as on insert to t do (select 1; select 2); x',
      ['create rule r as on insert to t do (select 1; select 2);', 'x'],
    ],
    [
      'create or replace function f() begin atomic select case when a then 1 end; select 2; end; x',
      ['create or replace function f() begin atomic select case when a then 1 end; select 2; end;', 'x'],
    ],
    ['begin; select 1; end;', ['begin;', 'select 1;', 'end;']],
    [
      "\\connect crm\nselect 1;\n\\echo it's; over\nselect 2;",
      ['\\connect', 'select 1;', '\\echo', 'select 2;'],
    ],
    ["select 'open; select 2", ["select 'open; select 2"]],
    ['select $$open; select 2', ['select $$open; select 2']],
  ])('%j', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('skips the data of COPY', () => {
    const script = psqlScript("copy t from stdin;\nit's; \\N\n\\.x\n\\\\.\n\\.\r\nselect 1;");
    expect(script.next()).toMatchObject({ text: 'copy t from stdin;' });
    expect(script.skipCopyData()).toBe(true);
    expect(script.next()).toMatchObject({ text: 'select 1;' });
    expect(script.next()).toBeNull();
  });

  it('ends with data that do not end', () => {
    const script = psqlScript('copy t from stdin;\n1\n\\..\n');
    script.next();
    expect(script.skipCopyData()).toBe(false);
    expect(script.next()).toBeNull();
  });
});

describe('statements end where the server ends them', () => {
  beforeAll(loadModule);

  const token = fc.constantFrom(
    "'it''s;'",
    "e'\\';'",
    "E'a'\n';\\''",
    "'a'\n';'",
    "U&'\\0061;'",
    "b'01'",
    '";"',
    'U&"d;"',
    '$$;$$',
    "$q$ ' ; $$ $q$",
    'a$b$',
    'é',
    "/* ; /* ' */ */",
    "-- ; '\n",
    '(',
    ')',
    'case when a then 1 end',
    '1.5e3',
    'x.y',
    '<->',
    '@-',
    ',',
  );
  const statement = fc.array(token, { maxLength: 8 }).map((tokens) => `select ${tokens.join(' ')}`);

  it('whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
        const text = statements.join(';\n');
        const whole = parsed(text);
        // Only what the server reads as a whole has ends to compare.
        fc.pre(whole !== null);
        const own = pieces(text).map((piece) => parsed(piece)?.length);
        expect(own.reduce<number>((sum, length) => sum + (length ?? Number.NaN), 0)).toBe(whole?.length);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The statements that the server's parser finds, or null where it finds a mistake. */
function parsed(text: string): readonly unknown[] | null {
  try {
    return text.trim() === '' ? [] : (parseSync(text).stmts ?? []);
  } catch {
    return null;
  }
}
