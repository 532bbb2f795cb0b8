"""Where a customer's paths are, as the engine's tables say."""

from sqlalchemy import select

from engine.store import Database, Session, tables


def waiting_for(database: Database, message: str, customer: str) -> str | None:
    """The instance that waits for this message from the customer; the one that has waited longest."""
    wait = tables.Subscription
    waiting = select(wait.instance_id).where(wait.name == message, wait.correlation_key == customer)
    with database.reading() as session:
        return session.scalars(waiting.order_by(wait.created_at)).first()


def answered(database: Database, request_id: str, message_id: str) -> str | None:
    """The instance that the request began, or that its message reached, when it came before."""
    message, delivery = tables.Message, tables.Delivery
    reached = select(delivery.instance_id).join(message, message.id == delivery.message)
    with database.reading() as session:
        begun = session.get(tables.Request, request_id)
        return begun.answer if begun else session.scalar(reached.where(message.message_id == message_id))


def is_active(session: Session, instance_id: str) -> bool:
    """Whether the instance has not ended."""
    found = session.get(tables.Instance, instance_id)
    return found is not None and found.status == "active"


def waits(session: Session, message: str, customer: str) -> bool:
    """Whether an instance waits for this message from the customer."""
    wait = tables.Subscription
    query = select(wait.instance_id).where(wait.name == message, wait.correlation_key == customer)
    return session.scalars(query.limit(1)).first() is not None
