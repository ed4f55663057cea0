-- JSON and jsonb: operators, functions, paths, building and taking apart

select attributes -> 'color', attributes ->> 'color', attributes #> '{nested,level}', attributes #>> '{sizes,0}', attributes -> 'sizes' -> -1 from products order by id limit 3;

select id from products where attributes @> '{"color": "red"}' order by id limit 4;

select id from products where attributes ? 'color' and attributes ?| array['x', 'weight'] and attributes ?& array['color', 'sizes'] order by id limit 2;

select id from products where (attributes ->> 'weight')::numeric > 45 order by id;

select id from products where attributes @@ '$.nested.level == 3' order by id limit 3;

select id from products where attributes @? '$.sizes[*] ? (@ > 39)' order by id;

select attributes || '{"new": 1}', attributes - 'color', attributes - array['color', 'sizes'], attributes #- '{nested,level}' from products order by id limit 2;

select jsonb_set(attributes, '{color}', '"pink"'), jsonb_insert('[1,2]', '{1}', '9'), jsonb_strip_nulls(attributes), jsonb_pretty(attributes -> 'nested') from products order by id limit 2;

select key, value from products, jsonb_each(attributes) where id = 1 order by key;

select key, value from jsonb_each_text('{"a": 1, "b": null}') order by key;

select k from jsonb_object_keys('{"a": 1, "b": 2}') as k order by k;

select id, e::int from products, jsonb_array_elements(attributes -> 'sizes') as e where id < 4 order by 1, 2;

select id, e from products, jsonb_array_elements_text(attributes -> 'sizes') with ordinality as t (e, n) where id < 3 order by id, n;

select jsonb_path_query(attributes, '$.sizes[*]'), jsonb_path_query_array(attributes, '$.sizes[*] ? (@ > $x)', '{"x": 2}'), jsonb_path_exists(attributes, '$.color'), jsonb_path_query_first(attributes, '$.nested.*') from products where id = 2;

select jsonb_typeof(value), jsonb_array_length('[1,2]'), json_typeof('1'), json_array_length('[]') from settings order by key;

select * from jsonb_to_record('{"a": 1, "b": "x"}') as r (a int, b text);

select * from jsonb_to_recordset('[{"a": 1}, {"a": 2, "b": true}]') as r (a int, b boolean);

-- refused: a conversion to type money_range
-- why: what a row type that was added may run for its fields is not known; write `jsonb_to_record(…) as t (least numeric, …)`
select * from json_populate_record(null::money_range, '{"least": 1, "most": 2}');

select json_build_object('id', id, 'name', name), json_build_array(id, name, null), jsonb_build_object('t', tags), to_json(name), to_jsonb(c) from customers c order by id limit 2;

select row_to_json(c) from categories c order by id;

select row_to_json(t) from (select id, name, (select json_agg(o.id order by o.id) from orders o where o.customer_id = c.id) as orders from customers c where id < 3 order by id) t;

select coalesce(json_agg(row_to_json(t)), '[]') from (select id, title from documents order by id limit 2) t;

select array_to_json(array[[1, 2], [3, 4]]), json_object('{a,1,b,2}'), json_object(array['k'], array['v']), jsonb_object('{{x,y}}');

select json_agg(json_build_object('status', status, 'n', n) order by status) from (select status, count(*) as n from orders group by status) s;

select json_object_agg(key, value) from settings where key = 'theme';

select meta ->> 'n', meta #>> '{odd}', (meta -> 'n')::text::int + 1 from documents order by id limit 2;

select jsonb '{"a": 1}' = jsonb '{"a":1}', jsonb '[1, 2]' <@ jsonb '[2, 1, 3]', ('{"b": [1]}'::jsonb)['b'][0];

-- with: ["{\"color\": \"blue\"}"]
select id from products where attributes @> $1::jsonb order by id limit 3;

-- with: ["color", "green"]
select id from products where attributes ->> $1 = $2 order by id limit 3;

select json_array(1, 2 null on null), json_object('a': 1, 'b': null absent on null), '{"a": 1}' is json object, json_arrayagg(id order by id), json_objectagg(id: name) from categories;

select json_value(attributes, '$.color'), json_query(attributes, '$.sizes' with wrapper), json_exists(attributes, '$.weight'), json_scalar(1), json_serialize('{}' returning text) from products where id = 1;

select jt.* from json_table('[{"a": 1}]', '$[*]' columns (a int path '$.a')) as jt;
