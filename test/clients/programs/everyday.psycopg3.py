"""What an application does with psycopg 3. Prints everything that it gets. Knows nothing of a proxy: PG* variables say where to go."""
import psycopg
from psycopg.rows import dict_row
from psycopg.types.enum import EnumInfo
from psycopg.types.composite import CompositeInfo
from psycopg.types.json import Jsonb
from psycopg import sql

with psycopg.connect("") as conn:
    print("settings", conn.info.encoding, conn.info.server_version, conn.info.parameter_status("TimeZone"))
    for binary in (False, True):
        with conn.cursor(binary=binary) as cur:
            cur.execute("select id, name, tags, credit, born, created_at, active from customers where id < %s order by id", (4,))
            print([(column.name, column.type_code) for column in cur.description], cur.fetchall())
            cur.execute("select %s::int4, %s::text[], %s::jsonb, %s::date, %s::numeric, %s", (7, ["a", None], Jsonb({"k": [1]}), "2024-02-29", 1.5, b"\x00\x01"))
            print(cur.fetchone())
    for name in ("order_status", "sku", "hstore"):
        print(name, psycopg.types.TypeInfo.fetch(conn, name))
    print("enum", EnumInfo.fetch(conn, "order_status").labels)
    info = CompositeInfo.fetch(conn, "money_range")
    print("composite", info.field_names)
    info.register(conn)
    print(conn.execute("select price_range from shapes order by id").fetchall())

    with conn.transaction():
        made = conn.execute("insert into customers (name, email) values (%s, %s) returning id", ("Psy", "psy@example.org")).fetchone()
        try:
            with conn.transaction():
                conn.execute("insert into customers (name, email) values (%s, %s)", ("Again", "psy@example.org"))
        except psycopg.errors.UniqueViolation as error:
            print("conflict", error.diag.constraint_name, error.diag.message_detail)
        print(made, conn.execute("delete from customers where id = %s", made).rowcount)

    with conn.cursor() as cur:
        cur.executemany("insert into settings (key, value) values (%s, %s) returning key", [("a", "1"), ("b", "[]")], returning=True)
        while True:
            print(cur.fetchone(), cur.rowcount)
            if not cur.nextset():
                break
        for _ in range(7):
            cur.execute("select value from settings where key = %s", ("a",), prepare=True)
        print(cur.fetchone())
    conn.rollback()

    with conn.cursor(name="many", row_factory=dict_row) as cur:
        cur.itersize = 50
        cur.execute("select id, status, total from orders order by id")
        print("cursor", sum(1 for _ in cur))
    with conn.cursor(name="back", scrollable=True) as cur:
        cur.execute("select id from categories order by id")
        cur.scroll(3)
        print(cur.fetchone(), cur.fetchmany(2))
    conn.rollback()

    with conn.cursor() as cur:
        with cur.copy("copy (select id, name, note from (select id, name, null::text as note from customers order by id limit 3) c) to stdout") as copy:
            print([bytes(block) for block in copy])
        with cur.copy("copy categories (id, name) from stdin") as copy:
            copy.write_row((90, "tab\there"))
            copy.write_row((91, "x"))
        with cur.copy("copy categories (id, name) from stdin (format binary)") as copy:
            copy.set_types(["int4", "text"])
            copy.write_row((92, "binary"))
        print(cur.execute("select id, name from categories where id > 80 order by id").fetchall())
    conn.rollback()

    with conn.pipeline():
        cursors = [conn.execute("select title, price from products where id = %s", (n,)) for n in range(1, 30)]
        print("pipeline", [cursor.fetchone() for cursor in cursors][-2:])
    conn.rollback()

    table = sql.Identifier("Mixed Case")
    print(conn.execute(sql.SQL("select {} from {} order by 1").format(sql.Identifier("Full Name"), table)).fetchall())
    for wrong in ("selec 1", "select 1 / 0", "select * from nowhere"):
        try:
            conn.execute(wrong)
        except psycopg.Error as error:
            print(error.sqlstate, error.diag.message_primary, error.diag.statement_position)
        conn.rollback()
    conn.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
    conn.read_only = True
    print(conn.execute("show transaction_isolation").fetchone(), conn.execute("show transaction_read_only").fetchone())
