"""Texts of the command line: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {}
