"""A pytest plugin (pyproject.toml loads it with -p): the database's address before the settings.

pytest-django reads the settings before any conftest.py is imported, so conftest.py is too late.
"""

from config.postgres import ensure_database_url

ensure_database_url()
