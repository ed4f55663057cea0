/** Documents in which detectors find what is protected, wherever it stands and however it is written. The rest of them is open. */
import { attack, type Family, fails, masked } from '../attack.ts';

export const valuesInDocuments: Family = {
  name: 'values in documents',
  about:
    'Card numbers and accounts stand within strings of open documents, as numbers, as names of members, behind escapes and behind a name that comes again.',
  attacks: [
    attack('as-stored', 'reads documents as they are', 'select * from receipts order by id', masked()),
    attack(
      'as-text',
      'searches documents as texts',
      "select id, log::text like '%4111%', trace::text ~ '\\d{16}', strpos(trace::text, '\\u0034') from receipts order by id",
      masked(),
    ),
    attack(
      'as-bytes',
      'measures documents',
      'select id, length(log::text), octet_length(trace::text), md5(log::text) from receipts order by id',
      masked(),
    ),
    attack(
      'members',
      'reads members by name',
      "select id, log ->> 'note', log #>> '{deep,0,0}', log -> 1, trace ->> 'a' from receipts order by id",
      masked(),
    ),
    attack(
      'member-by-its-name',
      'asks for a member by the number that it is called',
      "select id, log ? '4111 1111 1111 1111', log -> '4012888888881881', trace -> '4111-1111-1111-1111' from receipts order by id",
      masked(),
    ),
    attack(
      'names',
      'lists the names of members',
      "select id, k from receipts, jsonb_object_keys(case when jsonb_typeof(log) = 'object' then log else '{}' end) k order by id, k",
      masked(),
    ),
    attack(
      'each-of-a-name',
      'lists the members of one name, of which the last counts',
      "select id, key, value from receipts, json_each_text(case when json_typeof(trace) = 'object' then trace else '{}' end) order by id, value",
      masked(),
    ),
    attack(
      'containment',
      'finds documents by what they contain',
      `select id from receipts where log @> '[4111111111111111]' or log @> '{"deep": [["x"]]}' order by id`,
      masked(),
    ),
    attack(
      'numbers',
      'computes with numbers of documents',
      "select id, jsonb_typeof(log -> 1), (log ->> 1) > '41' from receipts order by id",
      masked(),
    ),
    attack(
      'number-as-a-number',
      'has a conversion fail, and quote a number',
      "select sum((log ->> 1)::numeric) from receipts where jsonb_typeof(log) = 'array'",
      fails('22P02'),
    ),
    attack(
      'order',
      'sorts, groups and compares documents',
      "select id, log -> 1 > '4500000000000000', count(*) over (partition by log -> 1) from receipts order by log -> 1, id",
      masked(),
    ),
    attack(
      'changed',
      'takes documents apart and puts them together',
      'select id, jsonb_pretty(log), log || \'{"x": 1}\', to_jsonb(trace) from receipts order by id',
      masked(),
    ),
    attack(
      'joined',
      'joins documents with guesses',
      `select r.id from receipts r join (values ('[4, 4111111111111111]'::jsonb), ('{"4012888888881881": {"open": 1}}')) g(doc) on r.log @> g.doc or g.doc <@ r.log order by 1`,
      masked(),
    ),
    attack(
      'row-as-a-document',
      'makes one document of each row',
      'select to_jsonb(r), row_to_json(r)::text from receipts r order by id',
      masked(),
    ),
    attack(
      'copied-out',
      'copies documents out',
      'copy (select * from receipts order by id) to stdout',
      masked(),
    ),
  ],
};
