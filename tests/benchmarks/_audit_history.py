"""A history of any size, made inside the database: for measurements only, nothing in it ever ran.

Instances go on side by side, so that the facts of one lie as far apart as they can: the worst case for whoever reads
one of them. Their times are spread over five years. Of ten facts of an instance three come of a command of the clock,
two of a person's, and five of the clock's again.
"""

# ruff: noqa: S608  statements of its own, of which only sizes and dialects differ

from engine.store import Database, tables
from engine.store.rows import sql_table

PER_INSTANCE = 50
LEADS = {0: 3, 3: 2, 5: 5}
CUSTOMERS = 30_000
YEARS = 5
SECONDS = YEARS * 365 * 86_400
KINDS = (
    "ElementActivated",
    "FlowTaken",
    "WorkItemCreated",
    "WorkItemAssigned",
    "WorkItemCompleted",
    "ElementCompleted",
    "VariablesSet",
    "DecisionEvaluated",
    "TimerArmed",
    "JobCompleted",
)
SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) ",
    "postgresql": "WITH n(i) AS (SELECT CAST(g AS bigint) FROM generate_series(0, {last}) AS g) ",
}
TIMES = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 1609459200 + {seconds}, 'unixepoch') || '000'",
    "postgresql": "to_timestamp(1609459200 + {seconds})",
}
BYTES = {"sqlite": "CAST('{0}' AS BLOB)", "postgresql": "CAST('{0}' AS bytea)"}


def fill(database: Database, facts: int) -> None:
    """Fill an empty, migrated database with so many facts, a fiftieth as many records, and what goes with them."""
    dialect, count = database.dialect, facts // PER_INSTANCE
    leads = " ".join(f"WHEN {number} THEN {length}" for number, length in LEADS.items())
    leading = " ".join(f"WHEN number % 10 >= {number} THEN {number}" for number in sorted(LEADS, reverse=True))
    leader = f"(i - (number % 10 - CASE {leading} END) * {count})"
    when = TIMES[dialect].format(seconds=f"({leader} * {SECONDS}.0 / {facts})")
    done = TIMES[dialect].format(seconds=f"(((item * 10 + 4) * {count} + instance) * {SECONDS}.0 / {facts})")
    due = TIMES[dialect].format(seconds=f"(((item * 10 + 4) * {count} + instance) * {SECONDS}.0 / {facts} + 86400)")
    late = TIMES[dialect].format(seconds=f"(((item * 10 + 4) * {count} + instance) * {SECONDS}.0 / {facts} - 86400)")
    kinds = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(KINDS))
    person = "'expert' || CAST((instance * 7 + item * 3) % 25 AS TEXT)"
    series = SERIES[dialect]
    if dialect == "sqlite":
        hurry(database)
    indexed = [sql_table(table) for table in (tables.Fact, tables.Record, tables.WorkItem, tables.FactValues)]
    with database.writing() as session:
        connection = session.connection(execution_options={"no_parameters": True})
        for table in indexed:
            for index in table.indexes:
                index.drop(connection)
        numbered = f"SELECT i, i % {count} AS instance, i / {count} AS number, i / {count} / 10 AS item FROM n"
        connection.exec_driver_sql(
            f"INSERT INTO facts (seq, instance_id, number, at, actor, kind, definition, process_id, process, "
            f"business_key, element_id, data, digest, leads) {series.format(last=facts - 1)}"
            f"SELECT i + 1, 'i' || CAST(instance AS TEXT), number + 1, {when}, "
            f"CASE WHEN number % 10 IN (3, 4) THEN {person} ELSE 'clock' END, "
            f"CASE WHEN i % 50000 = 7 THEN 'IncidentRaised' WHEN i % 100000 = 11 THEN 'InstanceModified' "
            f"ELSE CASE number % 10 {kinds} END END, "
            f"'path:' || CAST(1 + i * 4 / {facts} AS TEXT), 'path', 1, "
            f"'k' || CAST(instance % {CUSTOMERS} AS TEXT), 'step-' || CAST(item AS TEXT), "
            f'CASE number % 10 WHEN 7 THEN \'{{"fact":"DecisionEvaluated","key":1,"decision":"segment-\' || '
            f'CAST(instance % 7 AS TEXT) || \'","definition":"segment:1"}}\' '
            f"ELSE '{{\"key\":' || CAST(number AS TEXT) || '}}' END, "
            f"CASE WHEN number % 10 IN (6, 7) THEN 'd' ELSE '' END, "
            f"CASE number % 10 {leads} ELSE 0 END FROM ({numbered}) AS m"
        )
        connection.exec_driver_sql(
            "INSERT INTO fact_values (instance_id, number, salt, content) "
            f"SELECT instance_id, number, {BYTES[dialect].format('0123456789abcdef')}, "
            "'{\"result\":\"' || CASE WHEN seq % 1000003 = 5 THEN 'seldom' ELSE 'local' END || '\"}' "
            "FROM facts WHERE digest <> '' ORDER BY instance_id, number"
        )
        connection.exec_driver_sql(
            "INSERT INTO records (seq, at, actor, on_behalf_of, kind, subject, business_key, reason, request, data, "
            f"digest) {series.format(last=facts // PER_INSTANCE - 1)}"
            f"SELECT i + 1, {TIMES[dialect].format(seconds=f'(i * {SECONDS}.0 / {count})')}, "
            "'expert' || CAST(i % 25 AS TEXT), '', "
            "CASE WHEN i % 1000 = 3 THEN 'PersonChanged' ELSE 'CustomerRead' END, "
            f"'company:k' || CAST(i * 13 % {CUSTOMERS} AS TEXT), 'k' || CAST(i * 13 % {CUSTOMERS} AS TEXT), "
            "'', '', '{}', '' FROM n"
        )
        columns = (
            "instance_id, key, status, element_id, name, process_id, definition, business_key, assignee, reason, "
            "candidate_groups, candidate_users, form, due_at, sort_at, priority, skills, language, continuity, "
            "on_behalf_of, created_at, completed_at, completed_by"
        )
        connection.exec_driver_sql(
            f"INSERT INTO work_items ({columns}) {series.format(last=count * 5 - 1)}"
            "SELECT 'i' || CAST(instance AS TEXT), item * 10 + 3, 'completed', 'step-' || CAST(item AS TEXT), "
            f"'Step', 'path', 'path:1', 'k' || CAST(instance % {CUSTOMERS} AS TEXT), {person}, '', '[]', '[]', '', "
            f"CASE WHEN i % 40 = 3 THEN {late} ELSE {due} END, {due}, 50, '[]', '', '', "
            f"CASE WHEN i % 60 = 5 THEN 'expert1' ELSE '' END, {done}, {done}, {person} "
            f"FROM (SELECT i, i / 5 AS instance, i % 5 AS item FROM n) AS m"
        )
        connection.exec_driver_sql(
            "INSERT INTO instances (id, process_id, version, definition, business_key, status, started_at, "
            f"started_by, facts, state) {series.format(last=count - 1)}"
            "SELECT 'i' || CAST(i AS TEXT), 'path', 1, 'path:1', "
            f"'k' || CAST(i % {CUSTOMERS} AS TEXT), 'completed', "
            f"{TIMES[dialect].format(seconds=f'(i * {SECONDS}.0 / {facts})')}, 'clock', {PER_INSTANCE}, "
            f"{BYTES[dialect].format('{}')} FROM n"
        )
        for table in indexed:
            for index in table.indexes:
                index.create(connection)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def hurry(database: Database) -> None:
    """Let SQLite write without a journal, and keep what it writes in memory for as long as it can."""
    connection = database.engine.raw_connection()
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000"):
        connection.cursor().execute(f"PRAGMA {pragma}")
    connection.close()
