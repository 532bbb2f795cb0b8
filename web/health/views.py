"""Health for whoever watches the program: live (it answers) and ready (it can work)."""

from flask import Blueprint, Response, jsonify

from web.health.checks import CHECKS
from web.office import office

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
def live() -> Response:
    return jsonify(status="live")


@bp.get("/ready")
def ready() -> tuple[Response, int]:
    """200 when everything is right; else 503 with a sentence for each thing that is not."""
    wrong = {name: sentence for name, check in CHECKS.items() if (sentence := check(office()))}
    if wrong:
        return jsonify(status="not ready", problems=wrong), 503
    return jsonify(status="ready"), 200
