"""Terminals that cost nearly nothing: one connection each, frames with real MACs and PIN blocks, answers checked."""
