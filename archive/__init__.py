"""What must survive: records, originals, vocabularies, consent, history."""

__version__ = "0.1.0"
