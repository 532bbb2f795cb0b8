"""Run by Alembic for each schema, inside the transaction that `engine.store.migrate` has opened."""

from alembic import context

schema = context.config.attributes["schema"]
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    version_table=schema.version_table,
)
with context.begin_transaction():
    context.run_migrations()
