-- Sixty customers who do not exist, each with a card and some orders.
INSERT INTO customers
SELECT i, 'Customer ' || i, (ARRAY['north', 'south', 'east', 'west'])[1 + i % 4],
       'customer' || i || '@mail' || i % 7 || '.example',
       lpad((100 + (i * 37) % 800)::text, 3, '0') || '-' || lpad((10 + i % 89)::text, 2, '0') || '-' || lpad(((i * 7919) % 10000)::text, 4, '0')
  FROM generate_series(1, 60) i;

INSERT INTO cards
SELECT i, '4000' || lpad(((i * 104729::bigint) % 100000000)::text, 8, '0') || lpad((i * 31 % 10000)::text, 4, '0')
  FROM generate_series(1, 60) i;

INSERT INTO orders SELECT i, 1 + i % 60, (i * 997) % 20000 FROM generate_series(1, 1000) i;
