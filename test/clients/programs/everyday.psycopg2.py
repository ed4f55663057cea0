"""What an application does with psycopg2. Prints everything that it gets. Knows nothing of a proxy: PG* variables say where to go."""
import io
import psycopg2
import psycopg2.errors
import psycopg2.extras

conn = psycopg2.connect("")
print("settings", conn.encoding, conn.server_version, conn.get_parameter_status("DateStyle"))
cur = conn.cursor()
cur.execute("select id, name, tags, credit, born, created_at, active from customers where id < %s order by id", (4,))
print([(column.name, column.type_code) for column in cur.description], cur.fetchall())
cur.execute("select %s, %s, %s, %s, %s", (7, ["a", None], psycopg2.extras.Json({"k": [1]}), None, psycopg2.Binary(b"\x00\x01")))
print([bytes(value) if isinstance(value, memoryview) else value for value in cur.fetchone()])
psycopg2.extras.execute_values(cur, "insert into settings (key, value) values %s returning key", [("a", "1"), ("b", "[]")])
print(cur.fetchall())
psycopg2.extras.execute_batch(cur, "update settings set value = %s where key = %s", [("2", "a"), ("3", "b")])
cur.execute("select key, value from settings order by key")
print(cur.fetchall())
cur.execute("savepoint s")
try:
    cur.execute("insert into customers (name, email) values ('Again', 'c1@example.org')")
except psycopg2.errors.UniqueViolation as error:
    print(error.pgcode, error.diag.constraint_name, error.diag.message_detail)
cur.execute("rollback to s")
conn.rollback()

named = conn.cursor("many", cursor_factory=psycopg2.extras.RealDictCursor)
named.itersize = 40
named.execute("select id, status from orders order by id")
print("cursor", sum(1 for _ in named), conn.status)
named.close()

out = io.StringIO()
cur.copy_expert("copy (select id, name from customers order by id limit 3) to stdout with csv header", out)
print(repr(out.getvalue()))
cur.copy_expert("copy categories (id, name) from stdin", io.StringIO("90\tninety\n91\tx\n"))
cur.execute("select id, name from categories where id > 80 order by id")
print(cur.fetchall(), cur.rowcount, cur.statusmessage)
conn.rollback()

psycopg2.extras.register_composite("money_range", conn)
cur.execute("select price_range from shapes order by id")
print(cur.fetchall())
for wrong in ("selec 1", "select 1 / 0", "select * from nowhere"):
    try:
        cur.execute(wrong)
    except psycopg2.Error as error:
        print(error.pgcode, error.diag.message_primary, error.diag.statement_position)
    conn.rollback()
conn.set_session(isolation_level="SERIALIZABLE", readonly=True)
cur.execute("show transaction_isolation")
print(cur.fetchone())
conn.close()
