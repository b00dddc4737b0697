"""The symmetries of a pattern: exact on drawn charts, likely on photographs."""
