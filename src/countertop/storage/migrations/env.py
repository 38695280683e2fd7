"""How the migration library reaches the store: over the connection that `countertop.storage.founding` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
