"""Saying yes, for a work or for oneself, and taking it back; the very words of each version."""
