"""Schema migrations of the catalogue: numbered, run once, never edited."""

from sqlite_utils import Migrations

from archive.migrations.m0001_catalogue import create_catalogue
from archive.migrations.m0002_records import extend_records

__all__ = ["catalogue_migrations"]

catalogue_migrations = Migrations("catalogue")
catalogue_migrations(name="m0001_catalogue")(create_catalogue)
catalogue_migrations(name="m0002_records")(extend_records)
