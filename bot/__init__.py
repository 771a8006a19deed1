"""Minga: the application, with its language, its use cases and its assembly."""
