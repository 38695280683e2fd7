"""A host that settles: it counts what it approved, compares, takes details once, and opens the next batch."""

from countertop.hsm import VerifyMac
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.matrix import Direction, check
from countertop.iso8583.private import SettlementTotals, SideTotals, read_upload_details, totals_fields
from countertop.terminal.settlement.tables import NEWEST_SETTLEMENTS, UPLOAD_PLACE_OF
from tests.terminal.counter import TERMINAL, open_counter

_DEBIT, _CREDIT = {"22", "20", "24", "30"}, {"23", "21", "25"}


class BatchHost:
    """Answers settlement messages in front of the counter's host; `lost` are STANs that it has lost."""

    def __init__(self, host):
        self.host = host
        self.answer_others = host.answer
        self.lost = set()
        self.foreign = set()  # vouchers paid with cards of another scheme
        self.by_code = set()
        self.results = None
        self.counts = {}
        self.taken = []
        self.silent_about = set()
        self.refuse = {}
        self.closed = 0
        self.forged = set()
        self.gives_parameters = False
        host.answer = self.answer

    def answer(self, payload):
        request = UNIONPAY_POS.decode(payload)
        if request.mti == "0800" and request.transaction_info[8:11] in ("360", "361") and not self.gives_parameters:
            self.host.requirement = "0"
            return self.host.told(request, self._managed(request, "40"))
        if request.mti not in ("0500", "0320"):
            if request.mti in ("0200", "0220") and not self.host.silent:
                self.counts[request.stan] = (request.transaction_info[:2], int(request.amount or 0))
                if request.entry_mode[:2] == "03":
                    self.by_code.add(request.stan)
            return self.answer_others(payload)
        check(request, Direction.REQUEST)
        self.host.heard.append(request)
        if request.mac is not None:
            (right,) = self.host.hsm.perform([VerifyMac(self.host.keys.tak, request.mac_input, request.mac)])
            assert right is True, f"{request.mti} came with a wrong MAC"
        code = request.transaction_info[8:11]
        what = "totals" if request.mti == "0500" else {"201": "details", "000": "copy"}.get(code, "end")
        if what in self.silent_about:
            return None
        answer = self._managed(request, self.refuse.get(what, "00"))
        if answer.response_code == "00":
            getattr(self, f"_{what}")(request, answer)
        check(answer, Direction.ANSWER)
        if request.mac is None or what in self.forged:
            return UNIONPAY_POS.encode(answer)
        return self.host.seal(answer)

    def _managed(self, request, code):
        return Message(
            request.answer_mti,
            processing_code=request.processing_code,
            amount=request.amount,
            stan=request.stan,
            local_time="230001",
            local_date="0715",
            rrn="000000000077",
            acquirer_id="99992900",
            response_code=code,
            terminal_id=request.terminal_id,
            merchant_id=request.merchant_id,
            currency=request.currency,
            transaction_info=request.transaction_info,
        )

    def _totals(self, request, answer):
        claimed = SettlementTotals.told(request.private_data, request.terminal_information)
        counted = SettlementTotals(SideTotals(), SideTotals(), None if claimed.codes is None else SideTotals())
        for stan, (kind, amount) in self.counts.items():
            own = counted.side_of(
                "codes" if stan in self.by_code else "foreign" if stan in self.foreign else "domestic"
            )
            if stan not in self.lost and kind in _DEBIT:
                own.debit_amount, own.debit_count = own.debit_amount + amount, own.debit_count + 1
            elif stan not in self.lost and kind in _CREDIT:
                own.credit_amount, own.credit_count = own.credit_amount + amount, own.credit_count + 1
        for group, own in counted.sides.items():
            own.result = self.results or ("1" if own.agrees_with(claimed.sides[group]) else "2")
        answer.private_data, answer.terminal_information = totals_fields(counted.text())

    def _details(self, request, _):
        self.taken += [(each.stan, each.amount) for each in read_upload_details(request.private_data)]

    def _copy(self, request, _):
        self.taken.append((request.stan, int(request.amount)))

    def _end(self, request, answer):
        batch = request.transaction_info[2:8]
        answer.private_data = request.private_data
        if batch == self.host.batch_number:
            self.host.batch_number = f"{int(batch) + 1:06d}"
            self.counts, self.closed = {}, self.closed + 1
        answer.transaction_info = f"00{self.host.batch_number}{request.transaction_info[8:]}"


def settling_counter(**settings):
    """Return a counter whose host settles."""
    counter = open_counter(**settings)
    counter.bank = BatchHost(counter.host)
    return counter


def settlement_of(counter):
    return dict(counter.rows(NEWEST_SETTLEMENTS, TERMINAL)[0])


def place_of(counter, batch_number="000001"):
    return counter.rows(UPLOAD_PLACE_OF, TERMINAL, batch_number)[0]["place"]
