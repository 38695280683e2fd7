"""The doctor for dumps: from anything somebody pasted to what it is, where it goes wrong and why."""

from countertop.iso8583.doctor.dumps import Dump, read_dump
from countertop.iso8583.doctor.examine import Diagnosis, examine
from countertop.iso8583.doctor.findings import Finding
from countertop.iso8583.doctor.unwrapping import Reading

__all__ = ["Diagnosis", "Dump", "Finding", "Reading", "examine", "read_dump"]
