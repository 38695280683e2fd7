"""Countertop: the whole card-payment counter, from the terminal a cashier touches to the banks behind it."""

__version__ = "0.1.0"
