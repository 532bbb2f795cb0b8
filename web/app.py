"""Builds the Flask application: everything that a request passes through, in one place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jinja2
from apiflask import APIFlask

import web.api.views
import web.audit.blueprint
import web.audit.checks
import web.audit.mining_page
import web.audit.moment_page
import web.audit.proof_page
import web.audit.saved
import web.audit.trace_page
import web.audit.views
import web.auth.views
import web.calendar_feed.views
import web.contact.views
import web.customers.views
import web.enquiry.views
import web.feedback.views
import web.health.views
import web.imports.views
import web.inbox.views
import web.operations.instance_views
import web.operations.views
import web.people.views
import web.scorecard.views
import web.studio.views
import web.team.views
import web.visits.views
from engine.engine import Engine
from engine.settings import Settings
from web import errors, navigation, office, requests, security, typed
from web.assets import asset
from web.auth import roles, session
from web.customers import words
from web.health import metrics
from web.i18n import formats, language

API_VERSION = "1"
LARGEST_REQUEST = 8_000_000  # a large diagram is some hundred kilobytes

PLACES = (
    web.auth.views.bp,
    web.inbox.views.bp,
    web.customers.views.bp,
    web.contact.views.bp,
    web.imports.views.bp,
    web.team.views.bp,
    web.people.views.bp,
    web.scorecard.views.bp,
    web.visits.views.bp,
    web.calendar_feed.views.bp,
    web.studio.views.bp,
    web.audit.blueprint.bp,
    web.operations.views.bp,
    web.feedback.views.bp,
    web.enquiry.views.bp,
    web.health.views.bp,
)


class Pages(APIFlask):
    """The application. All its views are plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Flask looks at each function that a request passes through, each time, whether it is a coroutine."""
        return func


def create_app(engine: Engine, settings: Settings) -> APIFlask:
    """The web application over an open engine. `settings.secret_key` signs the sessions and links."""
    app = Pages(
        __name__, title="Polku", version=API_VERSION, spec_path=None, docs_path=None, json_errors=False
    )  # its own pages fetch scripts from elsewhere; web.api.spec has ours
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),  # built files carry a hash in their names
        SESSION_COOKIE_SECURE=settings.address.startswith("https:"),
    )
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    requests.install(app)
    typed.install(app)
    office.install(app, engine, settings)
    session.install(app)
    security.install(app)
    language.install(app, str(settings.time_zone))
    formats.install(app)
    navigation.install(app)
    roles.install(app)
    words.install(app)
    errors.install(app)
    for blueprint in PLACES:
        app.register_blueprint(blueprint)
    web.api.views.install(app, settings.web_threads)
    metrics.install(app)
    return app
