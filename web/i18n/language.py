"""Which language the request is answered in: what was chosen, else the person's own, else Finnish."""

from typing import Any

from flask import Blueprint, Flask, abort, g, redirect, request, session, url_for
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response

from web.auth.session import person
from web.auth.views import here_only
from web.i18n.catalogue import DEFAULT, LANGUAGES, Catalogues

bp = Blueprint("language", __name__)


@bp.get("/language/<code>")
def choose(code: str) -> Response:
    if code not in LANGUAGES:
        abort(404)
    session["language"] = code
    return redirect(here_only(request.args.get("next", "")) or url_for("auth.home"))


def language() -> str:
    """A page may set `g.language`, as the feedback page does for its customer; a choice by hand still wins."""
    somebody = person()
    wishes = (session.get("language"), g.get("language"), somebody.language if somebody else None)
    return next((wish for wish in wishes if wish in LANGUAGES), DEFAULT)


def install(app: Flask, time_zone: str) -> None:
    babel = Babel(app, default_locale=DEFAULT, default_timezone=time_zone, locale_selector=language)
    babel.domain_instance = Catalogues()
    app.register_blueprint(bp)

    @app.context_processor
    def of_this_page() -> dict[str, Any]:
        here = request.full_path.rstrip("?") if request.method == "GET" else ""
        return {"language": str(get_locale() or DEFAULT), "languages": LANGUAGES, "here": here}
