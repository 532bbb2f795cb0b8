"""Which finished instances have their facts in an archive file. Rows are only ever added."""

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class ArchivedInstance(Table):
    """An instance whose facts were moved into the file `archive`; `places` are theirs in the log (`3-7,12`).

    Facts are deleted only where such a row stands: a trigger sees to it. A record names the archive and the hash of
    these rows (see `engine.proof.archive`).
    """

    __tablename__ = "archived_instances"

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    archive: Mapped[str]
    places: Mapped[str]
