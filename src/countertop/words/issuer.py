"""Texts of the issuing banks: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {}
