/** Order, groups and aggregates: they tell of values that are not shown. */
import { attack, type Family, masked } from '../attack.ts';

export const orderAndGroups: Family = {
  name: 'order, groups and aggregates',
  about:
    'The order of rows, the groups that they fall into and what is computed over them tell of values that are not shown.',
  attacks: [
    attack('order-by', 'sorts by a protected column', 'select id from people order by email, id', masked()),
    attack(
      'order-by-expression',
      'sorts by what is computed from one',
      'select id from people order by length(email) desc, right(ssn, 2), id',
      masked(),
    ),
    attack(
      'order-by-nulls',
      'sorts by what is NULL',
      'select id from people order by phone is null, network nulls first, id',
      masked(),
    ),
    attack(
      'order-using',
      'sorts by an operator',
      'select id from people order by salary using >, id',
      masked(),
    ),
    attack(
      'first-of-order',
      'takes the first by a protected column',
      'select id from people order by born, id fetch first 3 rows with ties',
      masked(),
    ),
    attack(
      'distinct',
      'counts different values',
      'select distinct domain, feeling from people order by 1, 2',
      masked(),
    ),
    attack(
      'distinct-on',
      'takes one row for each value',
      'select distinct on (email) id from people order by email, id',
      masked(),
    ),
    attack(
      'group-by',
      'groups by a protected column',
      'select count(*), min(id) from people group by email order by 1, 2',
      masked(),
    ),
    attack(
      'group-by-computed',
      'groups by what is computed from one',
      'select left(ssn, 6), count(*) from people group by 1 order by 2',
      masked(),
    ),
    attack(
      'rollup',
      'groups by several columns at once',
      'select active, feeling, grouping(active, feeling), count(*) from people group by rollup (active, feeling) order by 1, 2, 3, 4',
      masked(),
    ),
    attack(
      'grouping-sets',
      'groups by sets of columns',
      'select count(*) from people group by grouping sets ((email), (domain, active), ()) order by 1',
      masked(),
    ),
    attack(
      'count-distinct',
      'counts without showing',
      'select count(distinct email), count(distinct ssn), count(phone), count(network) from people',
      masked(),
    ),
    attack(
      'extremes',
      'takes the least and the greatest',
      'select min(email), max(ssn), min(salary), max(born), max(seen_at), min(network) from people',
      masked(),
    ),
    attack(
      'sums',
      'adds up',
      'select sum(salary), avg(score), stddev(ratio), var_pop(salary), bit_xor(score), bool_and(active) from people',
      masked(),
    ),
    attack(
      'sum-of-one',
      'adds up over a single row',
      'select sum(salary) filter (where id = 5), max(email) filter (where id = 5) from people',
      masked(),
    ),
    attack(
      'percentiles',
      'asks for medians',
      'select percentile_cont(0.5) within group (order by salary), percentile_disc(0.9) within group (order by email), mode() within group (order by domain) from people',
      masked(),
    ),
    attack(
      'hypothetical',
      'asks where a guess would stand',
      "select rank('m'::text) within group (order by email), cume_dist(4003000) within group (order by salary) from people",
      masked(),
    ),
    attack(
      'collected-text',
      'collects values into a text',
      'select string_agg(email, $$;$$ order by id), string_agg(photo, null order by id) from people',
      masked(),
    ),
    attack(
      'collected-array',
      'collects values into an array',
      'select array_agg(ssn order by salary, id), array_agg(id order by email, id) from people',
      masked(),
    ),
    attack(
      'ranks',
      'ranks rows',
      'select id, rank() over (order by salary), dense_rank() over (order by email), ntile(4) over (order by ssn, id), percent_rank() over (order by born) from people order by id',
      masked(),
    ),
    attack(
      'neighbours',
      'looks at the row before',
      'select id, lag(email) over (order by id), first_value(ssn) over (order by id), nth_value(salary, 3) over (order by id) from people order by id',
      masked(),
    ),
    attack(
      'partitions',
      'divides rows by a protected column',
      'select id, count(*) over (partition by email), row_number() over (partition by domain order by id) from people order by id',
      masked(),
    ),
    attack(
      'range-frame',
      'counts rows whose value is near',
      'select id, count(*) over (order by salary range between 150 preceding and current row) from people order by id',
      masked(),
    ),
    attack(
      'histogram',
      'counts by classes',
      'select width_bucket(salary, 4000000, 10000000, 10), count(*) from people group by 1 order by 1',
      masked(),
    ),
    attack(
      'joined-ranges',
      'joins ranges together',
      'select range_agg(span), range_intersect_agg(span) from people',
      masked(),
    ),
  ],
};
