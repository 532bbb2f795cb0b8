"""Alembic's environment and the engine's migrations."""
