-- Texts: functions, patterns, formats, bytes

select upper(name), lower(name), initcap('hello world'), length(name), char_length('é'), octet_length('é'), bit_length('a'), reverse('abc') from customers order by id limit 2;

select substring(name from 1 for 4), substring(name, 10), substr(name, 2, 3), left(name, 3), right(name, 2), overlay('abcdef' placing 'xx' from 2 for 3) from customers order by id limit 2;

select trim('  x '), trim(both 'x' from 'xxaxx'), ltrim('  a'), rtrim('a  '), btrim('xyax', 'xy'), lpad('7', 3, '0'), rpad('7', 3, '.');

select position('b' in 'abc'), strpos('abc', 'c'), split_part('a,b,c', ',', 2), split_part('a,b,c', ',', -1), replace('aba', 'a', 'c'), translate('12345', '143', 'ax'), repeat('ab', 3);

select concat('a', 1, null, true), concat_ws('-', 'a', null, 'b'), format('%s is %L and %I, %2$s', 'x', 'y''z', 'Mixed'), quote_ident('Mixed'), quote_literal(E'a\\b'), quote_nullable(null);

select regexp_replace('a1b22', '\d+', '#', 'g'), regexp_match('foobar', '(o+)(b)'), regexp_split_to_array('a, b,c', ',\s*'), 'abc' ~ 'B', 'abc' ~* 'B', 'abc' !~ 'x';

select m[1] from regexp_matches('a1b2c3', '([a-z]\d)', 'g') as m;

select regexp_count('banana', 'a'), regexp_instr('banana', 'n', 1, 2), regexp_like('Hello', 'h', 'i'), regexp_substr('a1b2', '\d', 1, 2);

select word from regexp_split_to_table('the quick fox', ' ') as word;

select md5('x'), sha256('x'::bytea), encode(sha512('x'), 'base64'), decode('deadbeef', 'hex'), encode('\x0001ff', 'escape'), get_byte('\x0102', 1), set_bit('\x00'::bytea, 0, 1);

select ascii('a'), chr(8364), to_hex(255), to_ascii('x', 'latin1'), starts_with('abc', 'ab'), 'abc' ^@ 'ab';

select name collate "C" < 'customer', name collate "POSIX" from customers order by name collate "C" desc limit 3;

select normalize('é', nfd) <> 'é', 'é' is nfc normalized, unistr('\00e9'), convert_from('\xc3a9', 'UTF8'), convert_to('é', 'LATIN1'), length('日本語', 'UTF8');

select name || ' <' || coalesce(email, '-') || '>' from customers order by id limit 3;

select string_to_array('a,b,,c', ',', ''), array_to_string(array['a', null, 'c'], ',', '*'), s from string_to_table('x y', ' ') as s;

select title, ts_rank(words, q), ts_headline('english', body, q) from documents, to_tsquery('english', 'fox & dog') as q where words @@ q order by id;

select to_tsvector('english', 'The Fat Rats'), plainto_tsquery('english', 'fat rats'), phraseto_tsquery('simple', 'a b'), websearch_to_tsquery('english', '"fat rat" -cat or dog'), 'fat:2'::tsvector || 'rat:3';

select id, photo, length(photo), encode(photo, 'hex') from products order by id limit 3;

select code, code like 'AB-%', substring(code, '\d+')::int from products order by id limit 3;

select manner, manner || '.', length(manner), manner = 'x ' from customers order by id limit 2;

select 'a'::char(3) || 'b', 'abc'::varchar(2), 'x'::"char", 'name'::name;

select lower(title) from products where lower(title) = 'product 7';

select parse_ident('"A".b'), 'orders'::regclass, 'orders'::regclass::oid = to_regclass('public.orders'), 'int4'::regtype, to_regtype('nothing');

select gen_random_uuid() is not null, id, id::text as text from documents order by id limit 2;

select xpath('/a/@n', sheet), xmlserialize(content sheet as text), xml_is_well_formed('<a/>'), xmlexists('/a' passing sheet) from documents order by id limit 2;

select xmlelement(name a, xmlattributes(1 as b), xmlforest(title)), xmlcomment('c'), xmlconcat('<a/>', '<b/>'), xmlpi(name php), xmlroot('<a/>', version '1.0') from documents order by id limit 1;
