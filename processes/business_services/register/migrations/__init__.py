"""Versions of the register's tables, for Alembic."""
