"""What people read, in Chinese and English side by side; actors name a message, faces render it."""

from countertop.words.catalogue import CATALOGUE, Language, say

__all__ = ["CATALOGUE", "Language", "say"]
