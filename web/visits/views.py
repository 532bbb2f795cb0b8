"""The page of a year's company visits, and how far the office is on the way to its goal."""

from datetime import date, datetime

from flask import Blueprint, render_template, request

from processes.business_services.register import visits
from processes.business_services.scorecard import VISITS_TARGET, month_edges
from web.inbox.names import names_here
from web.office import office
from web.scorecard.views import month

bp = Blueprint("visits", __name__, template_folder="templates")

MONTHS = 12
EARLIER = 5  # years to choose from


@bp.get("/visits")
def page() -> str:
    now = office().now().astimezone(office().settings.time_zone)
    years = [now.year - number for number in range(EARLIER)]
    asked = request.args.get("year", type=int)
    year = asked if asked in years else now.year
    edges = month_edges(datetime(year, MONTHS, 1, tzinfo=now.tzinfo), MONTHS)
    with office().database.reading() as session:
        rows = visits.of_experts(session, edges)
    return render_template(
        "visits/page.html",
        rows=rows,
        all=visits.together(rows, MONTHS),
        months=[month(at) for at in edges[:-1]],
        year=year,
        years=years,
        target=VISITS_TARGET,
        pace=pace(year, now.date()),
        names=names_here(),
    )


def pace(year: int, today: date) -> int | None:
    """How many visits there would be today if they were made evenly over the year; None for a year that is over."""
    if today.year != year:
        return None
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return round(VISITS_TARGET * today.timetuple().tm_yday / days)
