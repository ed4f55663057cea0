-- COPY, both ways, in its formats

copy categories to stdout;

copy categories (id, name) to stdout with (format csv, header true, delimiter ';', quote '"', null 'NULL', force_quote *);

copy (select id, name, tags, created_at from customers order by id limit 5) to stdout;

copy (select id, photo from products order by id limit 3) to stdout (format csv);

copy (select 1, null, 'a\b', E'line\nbreak', E'tab\t') to stdout;

copy (select id, total from orders order by id limit 5) to stdout with binary;

copy (select id from orders order by id limit 2) to stdout (format binary);

copy (select * from categories where false) to stdout csv header;

copy (values (1, 'x')) to stdout with (format text, delimiter '|', encoding 'UTF8');

copy orders (id, status, note) to stdout with csv;

-- fails
copy active_customers to stdout;

copy (select * from order_totals where id < 4 order by id) to stdout;

copy "Mixed Case" to stdout;

-- fails
-- by itself
copy nothing to stdout;

copy categories from stdin;
30	1	copied
31	\N	also
\.

copy categories (id, name) from stdin with (format csv, header);
id,name
32,"with, comma"
33,"with ""quotes"""
\.

copy settings (key, value) from stdin (delimiter '|', null '-');
a|{"x": 1}
b|-
\.

-- fails
copy categories from stdin;
1	\N	again
\.

-- fails
copy categories from stdin;
not a number	\N	x
\.

-- fails
copy categories from stdin;
40	1
\.

copy customers (name, email, tags) from stdin csv;
One,one@example.org,"{a,b}"
Two,,{}
\.

copy measurements from stdin;
7	2024-12-31 00:00:00+00	1.5
7	2025-06-30 00:00:00+00	2.5
\.

copy orders (customer_id, status, total) from stdin;
1	paid	10.50
2	shipped	0
\.

copy settings (key) from stdin where key <> 'skip';
keep
skip
\.

-- refused: COPY with a file or a program
-- why: it reads and writes on the server; `\copy` of psql passes
copy categories to '/tmp/categories';

-- refused: COPY with a file or a program
-- why: it reads and writes on the server; `\copy` of psql passes
copy categories from program 'true';
