"""The values of facts, kept apart from them so that they can be erased; and what was deployed, as records."""

from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from engine.proof.entry import seal
from engine.store.migrations.append_only import allow_changes, refuse_changes, refuse_updates

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text()
CHUNK = 1000
EMPTY = (b"null", b"{}", b"[]")
#: The fields of facts that held values until this release.
VALUES = {
    "VariablesSet": ("values",),
    "LoopStarted": ("items",),
    "LoopItemCompleted": ("output",),
    "MessageThrown": ("variables",),
    "SignalThrown": ("variables",),
    "CompensableCompleted": ("variables",),
    "DecisionEvaluated": ("inputs", "result"),
}


def upgrade() -> None:
    op.add_column("facts", sa.Column("digest", TEXT, nullable=False, server_default=""))
    op.create_table(
        "fact_values",
        sa.Column("instance_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "number", name="pk_fact_values"),
    )
    allow_changes("facts")
    move_values(op.get_bind())
    refuse_changes("facts")
    refuse_updates("fact_values")
    refuse_updates("record_values")
    record_deployments(op.get_bind())


def move_values(connection: sa.Connection) -> None:
    """Part the values that facts have from them. No fact had a place in the log before: none was proved with them."""
    after = 0
    names = ", ".join(f"'{kind}'" for kind in VALUES)
    while rows := connection.execute(
        sa.text(
            f"SELECT seq, instance_id, number, kind, data FROM facts WHERE seq > :after AND kind IN ({names}) "  # noqa: S608
            "ORDER BY seq LIMIT :chunk"
        ),
        {"after": after, "chunk": CHUNK},
    ).all():
        moved = [found for row in rows if (found := parted(row)) is not None]
        if moved:
            connection.execute(sa.text("UPDATE facts SET data = :data, digest = :digest WHERE seq = :seq"), moved)
            connection.execute(
                sa.text("INSERT INTO fact_values VALUES (:instance_id, :number, :salt, :content)"),
                moved,
            )
        after = rows[-1].seq


def parted(row: Any) -> dict[str, Any] | None:
    data = msgspec.json.decode(row.data, type=dict[str, msgspec.Raw])
    values = {name: data.pop(name) for name in VALUES[row.kind] if name in data and bytes(data[name]) not in EMPTY}
    if not values:
        return None
    content = written(values)
    salt, digest = seal(content.encode())
    return {
        "seq": row.seq,
        "instance_id": row.instance_id,
        "number": row.number,
        "data": written(data),
        "digest": digest,
        "salt": salt,
        "content": content,
    }


def written(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()  # what was read as it stands is written as it stood: no digit is lost


def record_deployments(connection: sa.Connection) -> None:
    deployed: dict[int, dict[str, str]] = {}
    for deployment, kind, key, checksum in connection.execute(
        sa.text("SELECT deployment, kind, key, checksum FROM definitions ORDER BY deployment, kind, key")
    ):
        deployed.setdefault(deployment, {})[f"{kind} {key}"] = checksum
    deployments = connection.execute(sa.text("SELECT id, at, actor, note FROM deployments ORDER BY id")).all()
    for id, at, actor, note in deployments:
        if id in deployed:
            connection.execute(
                sa.text(
                    "INSERT INTO records (at, actor, on_behalf_of, kind, subject, business_key, reason, request, data, "
                    "digest) VALUES (:at, :actor, '', 'DefinitionsDeployed', :subject, '', :note, '', :data, '')"
                ),
                {
                    "at": at,
                    "actor": actor,
                    "subject": f"deployment:{id}",
                    "note": note,
                    "data": written({"files": deployed[id]}),
                },
            )
