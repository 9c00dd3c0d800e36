"""Checks the pages of Content/ against the tools and models that they talk about."""
