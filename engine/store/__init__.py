"""Tables and everything that reads or writes them. Nothing else of the engine knows SQL."""

from sqlalchemy.orm import Session

from engine.store.database import Database

__all__ = ["Database", "Session"]
