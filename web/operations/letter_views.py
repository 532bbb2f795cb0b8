"""Letters that could not be sent: why, and sending them again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from processes.business_services.register import outbox, queries
from web.auth.session import me
from web.customers.names import customer_names
from web.office import office
from web.operations.choices import number


def add_to(bp: Blueprint) -> None:
    """The routes of letters, as a part of the operations."""
    bp.add_url_rule("/operations/letters", "letters", listed)
    bp.add_url_rule("/operations/letters", "send_again", send_again, methods=["POST"])


def listed() -> str:
    database = office().database
    found = queries.letters(database, failed=True, after=request.args.get("after") or None)
    return render_template(
        "operations/letters.html",
        letters=found.items,
        next_page=found.next,
        customers=customer_names(database, {letter.business_id for letter in found.items}),
        sends=bool(office().settings.mail_server and office().settings.mail_from),
    )


def send_again() -> Response:
    """Let the marked letters leave with the next post; one that has nobody to go to stays where it is."""
    chosen = [number(id) for id in request.form.getlist("letter")]
    if not chosen:
        flash(gettext("Mark the letters that shall be sent again."), "failed")
    due = [outbox.try_again(office().database, id, office().now(), actor=me().account) for id in chosen]
    if done := sum(due):
        flash(
            ngettext("%(num)s letter leaves with the next post.", "%(num)s letters leave with the next post.", done),
            "done",
        )
    if left := len(due) - done:
        sentence = ngettext(
            "%(num)s letter has left already, or has nobody to go to: confirm the customer's contact person first.",
            "%(num)s letters have left already, or have nobody to go to: confirm the customers' contact persons first.",
            left,
        )
        flash(sentence, "failed")
    return redirect(url_for("operations.letters"))
