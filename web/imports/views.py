"""The page where a file is read, its report, and the refused lines to mend."""

import csv
from io import StringIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as Answer

from engine.errors import Invalid
from engine.spreadsheet import harmless
from processes.business_services.register import importing
from processes.business_services.register.importing import ReadBefore
from processes.business_services.register.imports import COLUMNS
from web.auth.session import me
from web.inbox.names import names_here
from web.office import office

bp = Blueprint("imports", __name__, template_folder="templates", url_prefix="/customers/import")

LARGEST_FILE = 5_000_000  # 33,878 companies are three million
SHOWN = 200  # refusals on the page; the download has more

Page = str | tuple[str, int]


@bp.get("")
def page() -> str:
    return form()


@bp.post("")
def read() -> Page | Answer:
    """Read the file; then the report has an address of its own, so that a reload reads nothing again."""
    given = request.files.get("file")
    content = given.read(LARGEST_FILE + 1) if given is not None else b""
    if given is None or not given.filename:
        return form(wrong=gettext("Choose a file.")), 422
    if len(content) > LARGEST_FILE:
        return form(
            wrong=gettext("The file is larger than %(most)s MB. Read it in parts.", most=LARGEST_FILE // 10**6)
        ), 422
    locale = get_locale()
    try:
        number, _ = importing.read_file(
            office().database,
            content,
            office().now(),
            actor=me().account,
            name=given.filename,
            language=locale.language if locale else "fi",
            again="again" in request.form,
        )
    except Invalid as wrong:
        return form(wrong=" ".join(wrong.errors.values())), 422
    except ReadBefore as before:
        return form(before=before), 409
    return redirect(url_for("imports.report", number=number))


@bp.get("/<int:number>")
def report(number: int) -> str:
    found = importing.one(office().database, number)
    return render_template("imports/report.html", report=found, shown=found.refusals[:SHOWN], names=names_here())


@bp.get("/<int:number>/refused.csv")
def refused(number: int) -> Response:
    """The refused lines as they stood in the file, with the line and the reason before them: mend them and read them
    again. What stands before the first column of the register is passed over by the next reading."""
    found = importing.one(office().database, number)
    target = StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow([gettext("line"), gettext("reason"), *map(harmless, found.heading)])
    for one in found.refusals:
        where = f"{one['column']}: {one['reason']}" if one["column"] else one["reason"]
        writer.writerow([one["line"], *map(harmless, (where, *one["cells"]))])
    headers = {"Content-Disposition": f'attachment; filename="polku-refused-{number}.csv"'}
    # The mark at the beginning tells spreadsheet programs that it is UTF-8.
    return Response("\ufeff" + target.getvalue(), mimetype="text/csv", headers=headers)


def form(wrong: str = "", before: ReadBefore | None = None) -> str:
    found = importing.newest(office().database, after=request.args.get("after") or None)
    return render_template(
        "imports/page.html",
        wrong=wrong,
        before=before,
        imports=found.items,
        next_page=found.next,
        columns=COLUMNS,
        names=names_here(),
        most=LARGEST_FILE // 10**6,
    )
