"""Connectors: the customers and orders of other systems, mapped to our tables by SQL.

A system is a folder below ``sql/connectors`` with a ``source.toml``; see
docs/connectors.md.
"""
