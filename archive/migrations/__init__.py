"""Schema migrations of the catalogue: numbered, run once, never edited."""

from sqlite_utils import Migrations

from archive.migrations.m0001_catalogue import create_catalogue
from archive.migrations.m0002_records import extend_records
from archive.migrations.m0003_pictures import extend_pictures

__all__ = ["catalogue_migrations"]

catalogue_migrations = Migrations("catalogue")
catalogue_migrations(name="m0001_catalogue")(create_catalogue)
catalogue_migrations(name="m0002_records")(extend_records)
catalogue_migrations(name="m0003_pictures")(extend_pictures)
