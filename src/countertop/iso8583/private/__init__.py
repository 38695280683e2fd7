"""Fields with an inside of their own: small objects that are read from a field's value and written back to it."""

from countertop.iso8583.private.additional import (
    AdditionalResponse,
    Balance,
    ReservedData,
    read_code_records,
    read_tagged,
    write_code_records,
    write_tagged,
)
from countertop.iso8583.private.extended import (
    KEY_BLOCKS,
    BlacklistPage,
    KeyPlace,
    ListPage,
    TerminalIdentity,
    read_status,
    write_status,
)
from countertop.iso8583.private.information import TerminalInformation, read_information
from countertop.iso8583.private.parameters import PARAMETERS, read_parameters, write_parameters
from countertop.iso8583.private.staffing import StaffChange
from countertop.iso8583.private.totals import (
    MAX_UPLOAD_DETAILS,
    Group,
    SettlementTotals,
    SideTotals,
    UploadDetail,
    UploadProof,
    read_upload_details,
    read_upload_proofs,
    totals_fields,
    write_upload_details,
    write_upload_proofs,
)
from countertop.iso8583.private.transaction import (
    InterbankInfo,
    OriginalInfo,
    SecurityControl,
    TransactionInfo,
)
from countertop.iso8583.private.whereabouts import Whereabouts, read_whereabouts

__all__ = [
    "KEY_BLOCKS",
    "MAX_UPLOAD_DETAILS",
    "PARAMETERS",
    "AdditionalResponse",
    "Balance",
    "BlacklistPage",
    "Group",
    "InterbankInfo",
    "KeyPlace",
    "ListPage",
    "OriginalInfo",
    "ReservedData",
    "SecurityControl",
    "SettlementTotals",
    "SideTotals",
    "StaffChange",
    "TerminalIdentity",
    "TerminalInformation",
    "TransactionInfo",
    "UploadDetail",
    "UploadProof",
    "Whereabouts",
    "read_code_records",
    "read_information",
    "read_parameters",
    "read_status",
    "read_tagged",
    "read_upload_details",
    "read_upload_proofs",
    "read_whereabouts",
    "totals_fields",
    "write_code_records",
    "write_parameters",
    "write_status",
    "write_tagged",
    "write_upload_details",
    "write_upload_proofs",
]
