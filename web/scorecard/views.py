"""The page of the scorecard, and the same as CSV."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import format_date, lazy_gettext

from processes.business_services.scorecard import Measure, Scorecard, scorecard
from web.office import office
from web.scorecard.chart import HEIGHT, WIDTH, chart

bp = Blueprint("scorecard", __name__, template_folder="templates")

GOALS: Mapping[int, Any] = {
    1: lazy_gettext("The net number of enterprises grows"),
    2: lazy_gettext("Enterprises get competent workforce, and the office's part in it grows"),
    3: lazy_gettext("Customers get good service that fits their need"),
    4: lazy_gettext("Experts are competent and like their work"),
    5: lazy_gettext("The growth potential of small and medium enterprises is recognised and acted on"),
    6: lazy_gettext("Competence-based growth and renewal"),
    7: lazy_gettext("Youth employment"),
    8: lazy_gettext("A working labour market, above all in structural change"),
    9: lazy_gettext("More enterprises seek international growth"),
    10: lazy_gettext("Productivity and quality of working life"),
}
MEASURES: Mapping[str, Any] = {
    "new-customers": lazy_gettext("New customers of the register"),
    "recruitment": lazy_gettext("Recruitment services begun"),
    "positive-feedback": lazy_gettext("Positive feedback"),
    "contacts": lazy_gettext("Contacts with enterprises"),
    "visits": lazy_gettext("Company visits"),
    "training": lazy_gettext("Joint purchase trainings begun"),
    "staff-reduction": lazy_gettext("Staff reduction services begun"),
    "guidance": lazy_gettext("Guidance to the network begun"),
    "international": lazy_gettext("New customers who look for growth abroad"),
    "in-time": lazy_gettext("Work done in time"),
}


@bp.get("/scorecard")
def page() -> str:
    return render_template(
        "scorecard/page.html",
        card=card(),
        goals=GOALS,
        measures=MEASURES,
        chart=chart_of,
        month=month,
        width=WIDTH,
        height=HEIGHT,
    )


@bp.get("/scorecard.csv")
def export() -> Response:
    shown = card()
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(["goal", "measure", "unit", "target", *(f"{at:%Y-%m}" for at in shown.months)])
    for goal in shown.goals:
        for one in goal.measures:
            target_of = "" if one.target is None else one.target
            values = ("" if value is None else value for value in one.values)
            writer.writerow([goal.number, one.code, one.unit, target_of, *values])
    headers = {"Content-Disposition": 'attachment; filename="polku-scorecard.csv"'}
    return Response(target.getvalue(), mimetype="text/csv", headers=headers)


def card() -> Scorecard:
    return scorecard(office().database, office().now(), office().settings.time_zone)


def chart_of(measure: Measure) -> Any:
    """Bars by month; a yearly number has no line in a chart of months."""
    return chart(measure.values, measure.target if measure.unit == "percent" else None)


def month(at: Any) -> str:
    return str(format_date(at, "M/y"))
