"""What a verifier needs: the public keys of the log, its newest checkpoint, and how to check offline."""

from flask import Response, render_template

from engine.history.checkpoints import known_keys
from engine.store.log import checkpoints
from engine.store.log.tree import size
from web.audit.blueprint import bp
from web.office import office

COMMANDS = "polku audit bundle INSTANCE\npolku audit verify --checkpoint polku-checkpoint.txt --bundle FILE"


@bp.get("/audit/proof")
def proof() -> str:
    database = office().database
    keys = known_keys(database)
    with database.reading() as session:
        newest, entries = checkpoints.newest(session), size(session)
    told = {"keys": [str(key) for key in keys], "newest": newest, "entries": entries, "commands": COMMANDS}
    return render_template("audit/proof.html", **told)


@bp.get("/audit/proof/keys.txt")
def proof_keys() -> Response:
    return file("".join(f"{key}\n" for key in known_keys(office().database)), "polku-keys.txt")


@bp.get("/audit/proof/checkpoint.txt")
def proof_checkpoint() -> Response:
    with office().database.reading() as session:
        newest = checkpoints.newest(session)
    return file("" if newest is None else newest.note, "polku-checkpoint.txt")


def file(content: str, name: str) -> Response:
    return Response(content, mimetype="text/plain", headers={"Content-Disposition": f'attachment; filename="{name}"'})
