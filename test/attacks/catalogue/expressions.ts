/** Whatever can be computed from a value tells of it. */
import { attack, type Family, masked } from '../attack.ts';

const people = (list: string) => `select id, ${list} from people order by id`;

export const expressions: Family = {
  name: 'expressions',
  about:
    'Whatever is computed from a protected value tells something of it, so that it must be computed on the mask.',
  attacks: [
    attack(
      'as-they-are',
      'selects every protected column as it is',
      'select * from people order by id',
      masked(),
    ),
    attack(
      'pieces',
      'cuts texts into pieces',
      people('substr(ssn, 5, 1), left(email, 2), right(phone, 3), split_part(email, $$@$$, 2)'),
      masked(),
    ),
    attack(
      'codes',
      'asks for the code of each letter',
      people('ascii(substr(email, 1, 1)), unistr(email), encode(convert_to(ssn, $$UTF8$$), $$hex$$)'),
      masked(),
    ),
    attack(
      'lengths',
      'measures texts',
      people('length(email), octet_length(phone), bit_length(email), char_length(ssn)'),
      masked(),
    ),
    attack(
      'digests',
      'takes digests, to compare them with those of guesses',
      people('md5(email), sha256(convert_to(ssn, $$UTF8$$)), hashtext(email), hashtextextended(email, 7)'),
      masked(),
    ),
    attack(
      'quoting',
      'has texts quoted',
      people(
        'quote_literal(email), quote_nullable(phone), quote_ident(email), format($$%s %I %L$$, email, ssn, phone)',
      ),
      masked(),
    ),
    attack(
      'joining',
      'puts texts together',
      people("email || '/' || ssn, concat(phone, born), concat_ws('-', email, salary)"),
      masked(),
    ),
    attack(
      'branches',
      'asks one question after another',
      people(
        "case when email like 'left%' then 'l' when ssn < '901' then 's' when salary > 5000000 then 'r' else '?' end",
      ),
      masked(),
    ),
    attack(
      'arithmetic',
      'computes with numbers',
      people(
        'salary * 2, score % 10, ratio / 3, abs(score), width_bucket(salary, 0, 10000000, 100), score # 1, ~score',
      ),
      masked(),
    ),
    attack(
      'number-texts',
      'prints numbers in formats',
      people(
        'to_char(salary, $$999999999.99$$), to_hex(score), salary::text, ratio::numeric(20, 4), scale(salary)',
      ),
      masked(),
    ),
    attack(
      'calendar',
      'takes dates apart',
      people(
        "extract(year from born), age(born, '2000-01-01'), to_char(born, 'DDD'), born - date '1970-01-01', isfinite(born)",
      ),
      masked(),
    ),
    attack(
      'moments',
      'moves times between zones',
      people(
        "seen_at at time zone 'Asia/Tokyo', date_trunc('hour', seen_at), extract(epoch from seen_at), date_bin('1 day', seen_at, '2000-01-01')",
      ),
      masked(),
    ),
    attack(
      'casts',
      'casts values to other types',
      people(
        'ssn::text::"char", score::bit(32), salary::money, born::timestamp, seen_at::date, active::integer, network::text',
      ),
      masked(),
    ),
    attack(
      'captures',
      'captures parts by regular expressions',
      people(
        "regexp_replace(email, '^(.).*', '\\1'), regexp_match(ssn, '(\\d+)-(\\d+)'), substring(email from '@(.*)')",
      ),
      masked(),
    ),
    attack(
      'split-into-rows',
      'has a text split into rows, whose number tells',
      "select id, regexp_split_to_table(email, '\\.') from people order by 1, 2",
      masked(),
    ),
    attack(
      'all-matches',
      'counts matches',
      people("regexp_count(email, 'x'), (select count(*) from regexp_matches(email, 'a', 'g'))"),
      masked(),
    ),
    attack(
      'edits',
      'edits texts',
      people(
        "replace(email, 'a', ''), translate(ssn, '0123456789', 'abcdefghij'), overlay(ssn placing '' from 1 for 3), reverse(email), initcap(email)",
      ),
      masked(),
    ),
    attack(
      'places',
      'asks where something stands in a text',
      people("strpos(email, '@'), position('.' in email), starts_with(email, 'left')"),
      masked(),
    ),
    attack(
      'patterns',
      'matches texts against patterns',
      people(
        "email like 'left%', email ilike 'LEFT%', email similar to '(left|right)%', email ~ '^l', phone !~ '49', ssn ^@ '900'",
      ),
      masked(),
    ),
    attack(
      'nulls',
      'asks what is NULL',
      people(
        "phone is null, coalesce(phone, 'none'), num_nulls(phone, network, letter), nullif(phone, '+49 30 231250011') is null",
      ),
      masked(),
    ),
    attack(
      'extremes',
      'compares by taking the greater',
      people("greatest(email, 'm'), least(salary, 5000000), greatest(born, date '1990-01-01')"),
      masked(),
    ),
    attack(
      'distinct-from',
      'compares without minding NULL',
      people("phone is distinct from null, email is not distinct from 'left.address1x@alpha.example'"),
      masked(),
    ),
    attack(
      'booleans',
      'turns a boolean about',
      people('active is true, not active, active is not unknown, active::text'),
      masked(),
    ),
    attack(
      'arrays',
      'looks into arrays',
      people(
        'tags[1], cardinality(tags), array_length(tags, 1), array_to_string(tags, $$,$$), array_position(tags, $$left tag 1$$), tags || array[$$x$$]',
      ),
      masked(),
    ),
    attack(
      'array-rows',
      'unnests arrays, whose rows tell how many there are',
      'select id, tag, nth from people, unnest(tags) with ordinality u(tag, nth) order by 1, 3',
      masked(),
    ),
    attack(
      'enums',
      'places an enum among its values',
      people("feeling < 'glad', enum_range(null, feeling), feeling::text"),
      masked(),
    ),
    attack(
      'ranges',
      'asks for the bounds of ranges',
      people('lower(span), upper_inf(span), span @> 20, span * int4range(1, 1000), isempty(span)'),
      masked(),
    ),
    attack(
      'geometry',
      'measures distances',
      people("place[0], place <-> point '(0, 0)', place ~= point '(1, 1)', circle(place, 1)"),
      masked(),
    ),
    attack(
      'bytes',
      'reads bytes',
      people("encode(photo, 'hex'), get_byte(photo, 0), length(photo), position('\\x6c'::bytea in photo)"),
      masked(),
    ),
    attack(
      'words',
      'looks into a text-search vector',
      people(
        "words::text, length(words), tsvector_to_array(words), words @@ 'leftwords', ts_rank(words, 'many')",
      ),
      masked(),
    ),
    attack(
      'addresses',
      'takes network addresses apart',
      people('host(network), family(network), masklen(network), network << inet $$192.0.2.0/24$$'),
      masked(),
    ),
    attack(
      'identifiers',
      'prints a uuid',
      people("token::text, token > '80000000-0000-0000-0000-000000000000'"),
      masked(),
    ),
    attack(
      'collations',
      'compares by several collations',
      people('email collate "C" < $$m$$, email collate "POSIX" > ssn'),
      masked(),
    ),
    attack('generated', 'reads a column that is generated from a protected one', people('domain'), masked()),
    attack(
      'subqueries',
      'hides a value in a scalar subquery',
      people('(select q.email from people q where q.id = p.id)').replace(
        'from people order',
        'from people p order',
      ),
      masked(),
    ),
    attack(
      'row-comparison',
      'compares rows of several values',
      people(
        "(email, ssn) < ('m', '9'), row(phone, born) is null, (salary, score) = (select 4000100.25, 70000001)",
      ),
      masked(),
    ),
    attack(
      'windows-of-text',
      'lays values over each other in a window',
      'select id, string_agg(left(ssn, 6), $$,$$) over (order by id rows 2 preceding) from people order by id',
      masked(),
    ),
    attack(
      'values-in-limit',
      'has a value decide how many rows there are',
      'select id from people order by id limit (select length(email) from people where id = 1)',
      masked(),
    ),
    attack(
      'values-in-series',
      'has a value decide how long a series is',
      'select count(*) from people, generate_series(1, score - 69999990) where id < 3',
      masked(),
    ),
    attack(
      'constant-folding',
      'hides a column in what looks constant',
      people("case when true then email end, coalesce(null, ssn), nullif(email, '')"),
      masked(),
    ),
    attack(
      'names-as-numbers',
      'turns a text into the number of an object',
      people('to_regclass(quote_ident(email))::text, to_regnamespace(quote_ident(domain))::text'),
      masked(),
      { bare: 'acts' },
    ),
  ],
};
