"""Texts of lines between parties: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {}
