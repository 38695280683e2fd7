"""Random messages of a dialect, drawn from its table: every field at every length it may have."""

from hypothesis import strategies as st

from countertop.iso8583 import InterbankHeader, Message
from countertop.iso8583.spec import Kind

DIGITS = "0123456789"
HAN = "成功中国银联商户测试"
PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E)


def texts(spec, low, high):
    if spec.kind is Kind.N:
        return st.text(DIGITS, min_size=low, max_size=high)
    if spec.kind is Kind.Z:
        return st.text(DIGITS + "ABCDEF", min_size=low, max_size=high)
    ascii_text = st.text(PRINTABLE, min_size=low, max_size=high)
    if spec.kind is Kind.AN:
        return ascii_text
    # Double-byte characters count twice; one is put in front so that the length in bytes stays right.
    han = st.tuples(st.sampled_from(HAN), st.text(PRINTABLE, min_size=max(0, low - 2), max_size=max(0, high - 2)))
    return st.one_of(ascii_text, han.map("".join)) if high >= 2 else ascii_text


@st.composite
def values(draw, spec):
    low, high = (0, min(spec.length, 60)) if spec.prefix else (spec.length, spec.length)
    if spec.prefix and draw(st.booleans()):
        low = high = spec.length
    if spec.kind is Kind.B:
        data = draw(st.binary(min_size=low, max_size=high))
        return spec.secret(data) if spec.secret else data
    if spec.marked_secret and draw(st.booleans()):
        return spec.secret(draw(st.binary(min_size=16, max_size=16)))
    text = draw(texts(spec, low, high).filter(lambda text: not text.startswith("SM016")))
    return spec.secret(text) if spec.secret and not spec.marked_secret else text


@st.composite
def messages(draw, dialect, max_fields=25):
    numbers = draw(
        st.lists(
            st.sampled_from([n for n in dialect.table if n != dialect.mac.field]), unique=True, max_size=max_fields
        )
    )
    fields = {dialect.table[number].name: draw(values(dialect.table[number])) for number in sorted(numbers)}
    message = Message(draw(st.sampled_from(sorted(dialect.mtis))), **fields)
    if draw(st.booleans()):
        message.mac = draw(st.binary(min_size=8, max_size=8))
    if dialect.second_bitmap:
        ids = st.text("0123456789", max_size=11)
        message.header = InterbankHeader(draw(ids), draw(ids), flag=draw(st.integers(0, 255)))
    else:
        message.tpdu = bytes.fromhex("60" + draw(st.text(DIGITS, min_size=8, max_size=8)))
        message.header = draw(st.text(DIGITS, min_size=12, max_size=12))
    return message
