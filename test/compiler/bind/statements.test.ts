/** Approvals, denials without where, budgets, alerts, records, declassification, patterns and closed databases: names and words. */
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { CRM, checkPolicy, checkText, PRELUDE } from '../support/check-policy.ts';

/** What a policy with these statements is lowered to; it must be free of errors. */
async function lowered(statements: string, prelude = PRELUDE): Promise<IrSource> {
  const text = `policy p for true {\non crm {\n${statements}\n} }`;
  const host = memoryHost({ 'main.dlp': text, 'prelude.dlp': prelude, 'crm.sql': CRM });
  const { sources, diagnostics } = await compilePolicies(host, ['.']);
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual(
    [],
  );
  const [source] = sources ?? [];
  if (source === undefined) throw new Error('nothing was lowered');
  return source;
}

const relationOf = (source: IrSource, name: string) => {
  const found = source.relations.find((relation) => `${relation.schema}.${relation.name}` === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

describe('approve', () => {
  test('is lowered with its people, groups in order and its seconds', async () => {
    const source = await lowered('approve delete on orders by 2 of "security", "dba" within 4h');
    expect(relationOf(source, 'public.orders').commands).toEqual({
      delete: [
        {
          policy: 0,
          rule: 0,
          effect: 'approve',
          withoutWhere: false,
          approval: { by: ['dba', 'security'], people: 2, within: 14_400 },
        },
      ],
    });
  });

  test('has bounds', async () => {
    await checkPolicy(`policy p for true { on crm {
  approve delete on orders by "" within 15m
                              ^^ DLP4033
  approve delete on orders by "dba", "dba" within 15m
                                     ^^^^^ DLP4034
  approve delete on orders by 0 of "dba" within 15m
                              ^ DLP4032
  approve delete on orders by 11 of "dba" within 15m
                              ^^ DLP4032
  approve delete on orders by "dba" within 59s
                                           ^^^ DLP4031
  approve delete on orders by "dba" within 8d
                                           ^^ DLP4031
  approve remove on orders by "dba" within 1m
          ^^^^^^ DLP2009
  approve delete on order by "dba" within 7d
                    ^^^^^ DLP2002
} }`);
  });

  test('counts as what is allowed', async () => {
    const text = `policy p for true { on crm {
  approve select on * by "dba" within 15m
  reveal pii.contact
  deny delete on payments
} }`;
    await checkPolicy(text);
  });

  test('that is always denied is warned of', async () => {
    await checkPolicy(`policy p for true { on crm {
  approve delete on orders by "dba" within 15m
                    ^^^^^^ DLP4005
  deny delete on orders
} }`);
  });
});

describe('deny without where', () => {
  test('means update and delete, of every relation where none is named', async () => {
    const source = await lowered('allow select on orders\ndeny update, delete without where');
    for (const relation of source.relations)
      expect(relation.commands.delete).toEqual([
        { policy: 0, rule: 1, effect: 'deny', withoutWhere: true, approval: null },
      ]);
    await checkPolicy(`policy p for true { on crm {
  deny select, delete on orders without where
       ^^^^^^ DLP4038
} }`);
  });

  test('does not deny always', async () => {
    await checkPolicy(`policy p for true { on crm {
  allow delete on orders
  deny delete on orders without where
} }`);
  });
});

describe('patterns', () => {
  test('mean what they match, in every schema unless one is named', async () => {
    const allowed = async (pattern: string) =>
      (await lowered(`allow select on ${pattern}`)).relations.flatMap(({ schema, name, commands }) =>
        commands.select === undefined ? [] : [`${schema}.${name}`],
      );
    expect(await allowed('*')).toHaveLength(10);
    expect(await allowed('sales.*')).toEqual(['sales.customers', 'sales.leads']);
    expect(await allowed('*.leads')).toEqual(['archive.leads', 'sales.leads']);
    expect(await allowed('customer*')).toEqual([
      ...['public.customer_names', 'public.customer_regions', 'public.customers', 'sales.customers'],
    ]);
    expect(await allowed('*e*_2*')).toEqual(['public.events_2026']);
  });

  test('match something', async () => {
    await checkPolicy(`policy p for true { on crm {
  allow select on order_*, x.*
                  ^^^^^^^ DLP2027
                           ^^^ DLP2027
} }`);
  });

  test('classify columns of tables, and not again those of views', async () => {
    const prelude =
      'database crm from "crm.sql"\nlabel pii\nclassify pii crm.*.*me, crm.*.{email}, crm.sales.*.id';
    const source = await lowered('allow select on *', prelude);
    const labelled = source.relations.flatMap(({ schema, name, columns, kind }) =>
      kind === 'view'
        ? []
        : columns.flatMap((c) => (c.labels.length > 0 ? [`${schema}.${name}.${c.name}`] : [])),
    );
    expect(labelled).toEqual([
      ...['archive.leads.email', 'public.customers.name', 'public.customers.email'],
      ...['sales.customers.id', 'sales.leads.id', 'sales.leads.email'],
    ]);
  });

  test('of classifications match something', async () => {
    await checkPolicy(`classify pii crm.*.*_mail, crm.*.nothing, crm.customers.x*, crm.y*.email
                   ^^^^^^ DLP2028
                                 ^^^^^^^ DLP2028
                                                        ^^ DLP2028
                                                                ^^ DLP2027`);
  });
});

describe('filter', () => {
  test('is lowered where it is highest: the proxy filters what lies below, too', async () => {
    const source = await lowered(
      'allow select on *\nfilter event* where id > 1\nfilter orders where region = caller.sub',
    );
    const filters = source.relations.flatMap(({ name, filters: own }) =>
      own.map(({ sql }) => [name, ...sql]),
    );
    expect(filters).toEqual([
      ['events', '("id" OPERATOR(pg_catalog.>) CAST(\'1\' AS bigint))'],
      ['orders', '("region" OPERATOR(pg_catalog.=) ', { field: 'caller.sub', type: 'text' }, ')'],
    ]);
  });
});

describe('budgets', () => {
  test('are lowered in the order of the text', async () => {
    const source = await lowered('limit 50_000 rows per session\nalert above 10 statements per hour');
    expect(source.limits).toEqual([
      { policy: 0, rule: 0, amount: 50_000, unit: 'rows', per: 'session', beyond: 'stop' },
      { policy: 0, rule: 1, amount: 10, unit: 'statements', per: 'hour', beyond: 'alert' },
    ]);
  });

  test('have known words and let something through', async () => {
    const { found } = await checkPolicy(`policy p for true { on crm {
  limit 5 row per session
          ^^^ DLP2029
  limit 5 rows per houre
                   ^^^^^ DLP2030
  limit 0 rows per day
        ^ DLP4035
  alert above 0 rows per day
  limit 5 statements per statement
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP4036
} }`);
    expect(found.slice(0, 2).map(({ hint }) => hint)).toEqual([
      'did you mean `rows`?',
      'did you mean `hour`?',
    ]);
  });
});

describe('alerts', () => {
  test('are lowered by action', async () => {
    const source = await lowered('allow select on orders\nalert select, select, delete on orders, orders');
    expect(relationOf(source, 'public.orders').alerts).toEqual({
      select: [{ policy: 0, rule: 1 }],
      delete: [{ policy: 0, rule: 1 }],
    });
  });
});

describe('record', () => {
  test('is the level of a policy', async () => {
    const compiled = await compilePolicies(
      memoryHost({
        'a.dlp':
          'database crm from "crm.sql"\npolicy a for true { record metadata on crm { } }\npolicy b for true { on crm { } }',
        'crm.sql': CRM,
      }),
      ['.'],
    );
    expect(compiled.sources?.[0]?.policies.map(({ record }) => record)).toEqual(['metadata', null]);
  });

  test('is said once, in known words', async () => {
    await checkPolicy(`policy p for true {
  record everythin
         ^^^^^^^^^ DLP2031
}
policy q for true {
  record none
  record metadata
  ^^^^^^^^^^^^^^^ DLP4037
}`);
  });
});

describe('declassify', () => {
  test('names each label and those below it', async () => {
    const source = await lowered('declassify pii, pci.pan into orders, orders');
    expect(relationOf(source, 'public.orders').declassifications).toEqual([
      { policy: 0, rule: 0, labels: ['pci.pan', 'pii', 'pii.birth', 'pii.contact', 'pii.national_id'] },
    ]);
    await checkPolicy(`policy p for true { on crm {
  declassify pi into order
             ^^ DLP2004
                     ^^^^^ DLP2002
} }`);
  });
});

describe('a closed database', () => {
  const closed = PRELUDE.replace('"crm.sql"', '"crm.sql" closed');

  test('labels what nobody classified', async () => {
    const source = await lowered('allow select on orders, customers', closed);
    const labels = relationOf(source, 'public.customers').columns.map((c) => c.labels.map((l) => l.label));
    expect(labels.slice(0, 3)).toEqual([['unclassified'], ['unclassified'], ['pii.contact']]);
    expect(relationOf(source, 'public.orders').columns.every((c) => c.labels.length === 1)).toBe(true);
  });

  test('lets policies speak of the rest', async () => {
    const source = await lowered(
      'allow select on orders\nreveal orders.id\nmask unclassified with null',
      closed,
    );
    const says = relationOf(source, 'public.orders').columns.map(
      (c) => c.labels[0]?.rules[0]?.treatment.text,
    );
    expect(says).toEqual(['reveal', 'null', 'null', 'null']);
  });

  test('alone has that label', async () => {
    await checkPolicy(`policy p for true { on crm {
  allow select on orders
  reveal unclassified
         ^^^^^^^^^^^^ DLP2005
} }`);
    await checkPolicy(`label unclassified
      ^^^^^^^^^^^^ DLP2032`);
  });
});

describe('hints', () => {
  const policy = (statements: string) =>
    `policy grafana for hint.application_name == "grafana" { on crm {\n${statements}\n} }`;

  test('may narrow', async () => {
    const { found } = await checkText(
      `${policy('limit 5 rows per day\nalert select on orders\ndeny delete without where\nfilter orders where id > 5')}
       policy p for true { on crm { allow select, delete on orders } }`,
    );
    expect(found.map(({ code }) => code)).toEqual([]);
  });

  test('may ask for the approval of what is allowed without them', async () => {
    const approve = policy('approve delete on orders by "dba" within 15m');
    const codes = async (other: string) =>
      (await checkText(`${approve}\n${other}`)).found.map(({ code }) => code);
    expect(await codes('')).toEqual(['DLP3019']);
    expect(await codes('policy p for "a" in caller.groups { on crm { allow delete on orders } }')).toEqual([
      'DLP3019',
    ]);
    expect(await codes('policy p for true { on crm { allow delete on orders } }')).toEqual([]);
  });

  test('release no labels', async () => {
    const { found } = await checkText(policy('declassify pii into orders'));
    expect(found.map(({ code }) => code)).toEqual(['DLP3019']);
  });
});
