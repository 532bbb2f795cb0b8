"""The job types of the diagrams. Importing this package registers their handlers."""

from processes.business_services.handlers import (
    agreed,
    contacts,
    customership,
    experts,
    feedback,
    letters,
    review,
    services,
    visits,
)

__all__ = ["agreed", "contacts", "customership", "experts", "feedback", "letters", "review", "services", "visits"]
