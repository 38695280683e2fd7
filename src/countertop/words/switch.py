"""Texts of the switch: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {}
