"""The page where a person gets their link, and the feed that a calendar program fetches with it."""

from datetime import timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine.routing.agenda import agenda
from engine.store import people, tokens
from engine.store.work_items import WorkItemRow
from web.auth.session import me
from web.calendar_feed.feed import feed as written
from web.customers.names import customer_names
from web.office import office

bp = Blueprint("calendar_feed", __name__, template_folder="templates")

#: The one thing that a token of a feed opens; it is no role, so the API lets it nowhere.
PURPOSE = "calendar"
LIFETIME = timedelta(days=365)
NEW_LINK = "new-calendar-link"


@bp.get("/calendar")
def page() -> str:
    return render_template("calendar_feed/page.html", links=links(), new=session.pop(NEW_LINK, ""))


@bp.post("/calendar")
def renew() -> Answer:
    """A new link; the one before opens nothing any more."""
    revoke_all()
    account, now = me().account, office().now()
    _, secret = tokens.make(
        office().database, account, [PURPOSE], note="calendar feed", expires_at=now + LIFETIME, by=account, now=now
    )
    session[NEW_LINK] = office().settings.address + url_for("calendar_feed.feed", token=secret)
    return redirect(url_for("calendar_feed.page"))


@bp.post("/calendar/revoke")
def revoke() -> Answer:
    revoke_all()
    flash(gettext("The link opens nothing any more."), "done")
    return redirect(url_for("calendar_feed.page"))


@bp.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """The feed, for whoever has the link. A link that is unknown, revoked or over is not found."""
    database, now = office().database, office().now()
    bearer = tokens.find(database, tokens.hashed(token))
    if bearer is None or PURPOSE not in bearer.token.roles or not bearer.active:
        abort(404)
    if bearer.token.revoked_at is not None or bearer.token.expires_at <= now:
        abort(404)
    person = people.get(database, bearer.token.account)
    if person is None:
        abort(404)
    shown = agenda(database, person.account, now, office().engine.hours)
    rows = (*shown.late, *shown.today, *shown.soon, *shown.new, *shown.later)
    names = customer_names(database, {row.business_key for row in rows})
    return Response(
        written(shown, now, names, address),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'inline; filename="polku.ics"'},
    )


def address(row: WorkItemRow) -> str:
    return office().settings.address + url_for("inbox.item", instance_id=row.instance_id, key=row.key)


def links() -> list[tokens.TokenRow]:
    """The person's links that still open the feed."""
    now = office().now()
    return [
        row
        for row in tokens.tokens(office().database, me().account)
        if PURPOSE in row.roles and row.revoked_at is None and row.expires_at > now
    ]


def revoke_all() -> None:
    for row in links():
        tokens.revoke(office().database, row.id, office().now(), by=me().account)
