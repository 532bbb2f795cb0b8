"""The register's tables as the engine's migration sees them."""

from pathlib import Path

from engine.store.migrate import Schema
from processes.business_services.register.tables import Table

SCHEMA = Schema("business_services", Table.metadata, Path(__file__).parent / "migrations" / "versions")
