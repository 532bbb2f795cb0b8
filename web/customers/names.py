"""Names of customers by their business IDs."""

from collections.abc import Set as AbstractSet

from engine.store import Database
from processes.business_services.register import queries


def customer_names(database: Database, business_ids: AbstractSet[str]) -> dict[str, str]:
    """Those that the register doesn't know yet are left out."""
    wanted = sorted(business_ids - {""})
    return queries.names(database, wanted) if wanted else {}
