-- Numbers, addresses, shapes, bits, enums, identifiers

select abs(-2), ceil(1.2), floor(-1.2), round(2.5), round(2.567, 2), trunc(-1.9), sign(-3), mod(7, 4), div(7, 2), power(2, 8), sqrt(2), cbrt(27), exp(1), ln(10), log(100), log(2, 64);

select pi(), sin(1), cos(1), tan(1), asin(1), atan2(1, 2), degrees(pi()), radians(180), sind(30), sinh(1), cot(1);

select gcd(12, 18), lcm(4, 6), factorial(5), scale(1.230), min_scale(1.230), trim_scale(1.230), width_bucket(5, 0, 10, 5), 5 between 1 and 10;

select 'NaN'::numeric, 'Infinity'::float8, 1.0::float4 / 3, 1.0::float8 / 3, 1e308 * 1, 123456789012345678901234567890 * 2, 9223372036854775807, (-32768)::smallint;

select random() between 0 and 1, setseed(0.5) is null;

select cast(price as int), price::money, price::float4, (price * 100)::bigint from products order by id limit 3;

select address, host(address), masklen(address), network, netmask(network), broadcast(address), family(address), address << network, inet_merge(address, network), set_masklen(address, 16), abbrev(network), text(address), hostmask(network) from hosts order by id;

select mac, trunc(mac), macaddr8(mac), mac::text, flags, flags & b'1000', mask || b'1', ~flags, length(mask), get_bit(flags, 0) from hosts order by id;

select center, area, outline, circle, center <-> point(0, 0), area @> center, area(area), center(circle), diameter(circle), npoints(outline), price, price * 2 from shapes order by id;

select point(1, 2), lseg '[(0,0),(1,1)]', path '((0,0),(1,1))', line '{1,2,3}', box(point(0, 0), point(1, 1)) # box '((0,0),(3,3))', circle(point(0, 0), 2);

select status, status > 'new', status::text, enum_range(null::order_status), enum_first(null::order_status), enum_last(status) from orders order by id limit 4;

select id from orders where status in ('paid', 'shipped') order by status desc, id limit 5;

-- with: ["paid"]
select count(*) from orders where status = $1;

select id, meta, sheet from documents order by id limit 2;

select '00000000-0000-0000-0000-000000000000'::uuid < id from documents order by id limit 1;

-- refused: belongs to no column
-- why: policies speak of tables: whoever may insert into one may use the sequence of its column; `ALTER SEQUENCE … OWNED BY` gives it one
select currval('ticket_numbers');

select '0/16B3748'::pg_lsn - '0/16B3700'::pg_lsn, '10:20:10,14'::pg_snapshot, 7::oid, 'f'::bool, '(1,2)'::tid;

select num_nulls(1, null, 2), num_nonnulls(1, null), ctid from categories where id = 1;

-- refused: it tells how rows are stored
-- why: how long a stored value is, compressed or not, tells of it
select pg_column_size(name) from categories;

select hashtext('a') = hashtext('a'), pg_size_pretty(1234567::bigint), pg_size_bytes('10 MB');
