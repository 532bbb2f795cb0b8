"""Who read which customer's data is recorded: once for each person, customer and hour."""

from engine.store import records
from web.office import office


def saw(reader: str, business_key: str, where: str) -> None:
    """Record that the account `reader` gets to see the customer's data now. Call it outside of a transaction."""
    readings, now = office().readings, office().now()
    if not business_key or not reader or not readings.is_new(reader, business_key, now):
        return
    subject, data = f"customer:{business_key}", {"where": where}
    try:
        with office().database.writing() as session:
            records.record(session, records.READ, subject, actor=reader, now=now, business_key=business_key, data=data)
    except BaseException:
        readings.forget(reader, business_key, now)
        raise
