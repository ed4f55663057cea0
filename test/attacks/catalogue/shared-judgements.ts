/** Texts that share a judgement: what is remembered of one must hold for the other. */
import { parse, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

/** Sends the first often enough to be remembered. */
const primed = (first: string, ...others: readonly string[]) => [first, first, first, ...others].map(simple);
const acts = { bare: 'acts' } as const;

export const sharedJudgements: Family = {
  name: 'remembered judgements',
  about:
    'A statement that differs from a known one in constants alone is not judged anew, so that a constant must not be able to be more.',
  attacks: [
    attack(
      'other-constants',
      'asks again with other constants',
      primed(
        "select id from people where email = 'a' and id < 7 order by id",
        "select id from people where email = 'left.address1x@alpha.example' and id < 60 order by id",
      ),
      masked('constants apart'),
    ),
    attack(
      'setting-by-constant',
      'asks for another setting by another constant',
      primed("select current_setting('timezone')", "select current_setting('dlp.mask_key')"),
      denied('constants apart', 'dlp.mask_key'),
      acts,
    ),
    attack(
      'set-by-constant',
      'sets another setting by another constant',
      primed("select set_config('timezone', 'UTC', false)", "select set_config('search_path', 'UTC', false)"),
      denied('constants apart', 'set_config'),
      acts,
    ),
    attack(
      'constant-with-quotes',
      'ends a constant early by doubled quotes',
      primed(
        "select 'a', email from people where name = 'b' order by id",
        "select 'a''', email from people where name = ''' or email like ''left%' order by id",
      ),
      masked('constants apart'),
      acts,
    ),
    attack(
      'constant-with-backslash',
      'ends a constant early by a backslash',
      primed(
        "select 'a', 'b', email from people order by id",
        String.raw`select 'a\', 'b', email from people order by id`,
      ),
      masked('constants apart'),
    ),
    attack(
      'constant-with-comment',
      'begins a comment where a constant ended',
      primed(
        'select 1 -1, email from people order by id',
        'select 1 --1, email from people order by id\n, ssn from people order by id',
      ),
      masked('constants apart'),
    ),
    attack(
      'constant-with-prefix',
      'puts a letter before a constant',
      primed(
        "select 'a', email from people order by id",
        "select E'a\\x27', email from people order by id",
        "select U&'a', email from people order by id",
        "select b'1', email from people order by id",
      ),
      masked('constants apart'),
    ),
    attack(
      'constant-in-dollars',
      'quotes a constant in dollars',
      primed("select 'a', email from people order by id", "select $a$ ' $a$, email from people order by id"),
      masked('constants apart'),
    ),
    attack(
      'adjacent-constants',
      'has two constants be one',
      primed(
        "select 'a' as x, email from people order by id",
        "select 'a'\n'b' as x, email from people order by id",
      ),
      masked('constants apart'),
    ),
    attack(
      'number-into-name',
      'lets a number run into a name',
      primed(
        'select 1 as x, email from people order by id',
        'select 1_0 as x, email from people order by id',
        'select 0x1f as x, email from people order by id',
        'select 1e3 as x, email from people order by id',
      ),
      masked('constants apart'),
      { since: 16 },
    ),
    attack(
      'order-by-number',
      'sorts by another column',
      primed(
        'select id, email, ssn from people order by 1',
        'select id, email, ssn from people order by 2, 1',
        'select id, email, ssn from people order by 3 desc, 1',
      ),
      masked('constants apart'),
    ),
    attack(
      'large-numbers',
      'writes numbers that are of another type',
      primed(
        'select id from people where score > 5 order by id',
        'select id from people where score > 99999999999999999999 order by id',
        'select id from people where score > 70000020.5 order by id',
      ),
      masked('constants apart'),
    ),
    attack(
      'typed-constants',
      'gives a constant another type',
      primed(
        "select id from people where born > date '1950-01-01' order by id",
        "select id from people where born > date '1953-01-01' order by id",
        "select known_address 'x'",
      ),
      denied('constants apart', 'a conversion to type known_address'),
    ),
    attack(
      'error-place',
      'has errors led back by another text of its kind',
      primed(
        "select 'a', email, nothing from people",
        "select 'aaaaaaaaaaaaaaaaaaaaaa', email, nothing from people",
      ),
      fails('42703', 'constants apart'),
      acts,
    ),
    attack(
      'marks-in-the-text',
      'writes the marks that stand for constants',
      primed("select 'a', email from people order by id", 'select \u0001, email from people order by id'),
      denied('constants apart', 'syntax error', '42601'),
    ),
    attack(
      'both-protocols',
      'has one protocol remember what the other may not',
      [
        send(1, parse('', "select 'a' from people; select 'b'"), sync),
        simple("select 'a' from people; select 'b'"),
        send(1, parse('', "select 'c' from people; select 'd'"), sync),
      ],
      denied('constants apart', 'multiple commands', '42601'),
      acts,
    ),
  ],
};
