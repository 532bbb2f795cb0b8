"""The register's tables as the engine's migration sees them."""

from pathlib import Path

from engine.store.migrate import Schema
from processes.business_services.register import agreed

SCHEMA = Schema("business_services", agreed.Table.metadata, Path(__file__).parent / "migrations" / "versions")
