-- Arrays

select array[1, 2, 3], array[[1, 2], [3, 4]], '{a,b}'::text[], array[]::int[], array(select id from categories order by id);

select tags, tags[1], tags[1:2], cardinality(tags), array_length(tags, 1), array_dims(tags), array_upper(tags, 1), array_ndims(tags) from customers order by id limit 4;

select id from customers where 'all' = any (tags) order by id limit 4;

select id from customers where tags @> array['tag1'] order by id limit 4;

select id from customers where tags && array['tag0', 'x'] and not tags <@ array['all'] order by id limit 4;

select array_append(array[1], 2), array_prepend(0, array[1]), array_cat(array[1], array[2]), array[1] || 2 || array[3], array_remove(array[1, 2, 1], 1), array_replace(array[1, 2], 2, 9);

select array_position(array['a', 'b'], 'b'), array_positions(array[1, 2, 1], 1), array_fill(7, array[2]), trim_array(array[1, 2, 3], 1), array_lower(array[1], 1);

select unnest(array[1, 2]), unnest(array['a', 'b', 'c']);

select * from unnest(array[1, 2], array['a', 'b']) as t (n, s);

select a, i from unnest(array['x', 'y']) with ordinality as t (a, i);

select generate_subscripts(array['a', 'b'], 1) as s;

select array_agg(t order by t) from (select distinct unnest(tags) as t from customers) u;

select id from customers where tags = '{}' order by id limit 3;

select array_to_string(tags, '; ') from customers order by id limit 3;

select array[1, 2] = array[1, 2], array[1, 3] > array[1, 2], array[1, null] is null, 2 <> all (array[1, 3]);

-- with: ["{tag1,x}"]
select id from customers where tags && $1::text[] order by id limit 3;

select (array_agg(name order by id))[1:2] from categories;

select '{{1,2},{3,4}}'::int[][], ('[0:1]={5,6}'::int[])[0], array_ndims('{{1}}'::int[]);

select array_shuffle(array[1]), array_sample(array[1], 1);

select array_sort(array[3, 1, 2]), array_reverse(array[1, 2]);
