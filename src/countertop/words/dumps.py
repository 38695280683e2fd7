"""What `iso doctor` and `iso diff` say of dumps of messages: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    # The commands
    "help.iso-diff": (
        "逐域比较两条报文(屏蔽后显示)：0 相同，1 不同",
        "Compare two messages field by field, masked: status 0 equal, 1 different",
    ),
    "help.iso-doctor": (
        "诊断任意形式的报文(十六进制、hexdump、日志、文件或 -)：是什么、错在哪里、为什么",
        "Diagnose a dump in any form (hexadecimal, hexdump, log, a file, or -): what it is, where it is wrong and why",
    ),
    "help.sent-as": (
        "已知方向时：request 发出的请求，answer 收到的应答",
        "which way it went, where that is known: request or answer",
    ),
    "iso.no-direction": ("--as 应为 request 或 answer", "--as takes request or answer"),
    "iso.fits": (
        "{dialect}，{framing}，共 {count} 字节{kind}",
        "{dialect}, {framing}, {count} bytes{kind}",
    ),
    "iso.framing-binary2": ("前有 2 字节二进制长度", "behind a length of two binary bytes"),
    "iso.framing-ascii4": ("前有 4 位 ASCII 长度", "behind a length of four ASCII digits"),
    "iso.framing-none": ("前无长度", "without a length in front"),
    "iso.kind": ("：{label}", ": {label}"),
    "iso.where": ("第 {offset} 字节", "byte {offset}"),
    "iso.field": ("{field} 域", "field {field}"),
    "iso.hint": ("提示", "hint"),
    "iso.fault": ("错误", "fault"),
    "iso.read-in-part": (
        "以下只是部分解码，可能有误；可能含卡片数据的值以星号代替",
        "what follows is read in part and may be wrong; values that may hold card data are stars",
    ),
    "iso.healthy": ("没有发现错误", "nothing is wrong"),
    "iso.equal": ("两条报文相同", "the messages are equal"),
    "iso.no-message": ("{source} 不是报文：先用 iso doctor 诊断", "{source} is no message: try iso doctor on it"),
    "iso.broken-side": (
        "{source} 有错误，只能比较已读出的部分：用 iso doctor 诊断",
        "{source} has faults; only what could be read is compared: try iso doctor on it",
    ),
    "iso.absent": ("(无)", "(absent)"),
    "iso.hidden": ("(屏蔽后相同，实际不同)", "(differs behind the mask)"),
    # The text
    "dump.empty": ("没有内容", "there is nothing in it"),
    "dump.nothing-fits": (
        "{count} 个字节不像任何一种规范的报文：找不到报文类型；请检查是否贴全、是否已加密",
        "{count} bytes look like no message of any dialect: there is no message type; is it whole, is it encrypted?",
    ),
    "dump.odd-digits": (
        "共 {count} 个十六进制数字，不成整字节，最后半个字节未计入：抄写时少了一位",
        "{count} hexadecimal digits are no whole bytes; the last was left out: one was lost in copying",
    ),
    "dump.hex-twice": (
        "发送的是十六进制文本而不是字节：每个字节变成了两个字符，发送前应先转换",
        "the hexadecimal text was sent instead of the bytes: two characters for each byte; convert it before sending",
    ),
    "dump.words-swapped": (
        "列表以 16 位字显示，每两个字节已对调回来(应使用 hexdump -C 或 od -tx1)",
        "the listing shows words of 16 bits; each two bytes were swapped back (use hexdump -C or od -tx1)",
    ),
    "dump.one-of-many": (
        "文本里有 {count} 段十六进制，这里诊断的是最像报文的一段；其余请单独诊断",
        "there are {count} pieces of hexadecimal; this is the one most like a message; try the others by themselves",
    ),
    "dump.too-long": ("{said} 字节超过上限 {most}", "{said} bytes are above the limit of {most}"),
    # The length in front
    "dump.length-twice": (
        "长度出现两次：前面多了一个 {size} 字节的长度(程序和通讯层各加了一次)",
        "the length stands there twice: {size} bytes too many (program and line both put it in front)",
    ),
    "dump.length-counts-itself": (
        "长度 {said} 把自身算进去了；应为 {due}，只计其后的字节",
        "the length {said} counts itself; it must be {due}, the bytes behind it only",
    ),
    "dump.length-little-endian": (
        "长度低字节在前；应高字节在前，值 {due}",
        "the length is little-endian; it must be big-endian, {due}",
    ),
    "dump.length-bcd": (
        "长度写成了 BCD 数字；应为二进制的 {due}",
        "the length is written in BCD digits; it must be {due} in binary",
    ),
    "dump.length-ascii": (
        "长度是 4 个 ASCII 数字(机构间的格式)；终端线路应为 2 字节二进制",
        "the length is four ASCII digits (as between institutions); a terminal's line takes two binary bytes",
    ),
    "dump.length-binary": (
        "长度是 2 字节二进制(终端的格式)；机构间线路应为 4 个 ASCII 数字",
        "the length is two binary bytes (as at a terminal); a line between institutions takes four ASCII digits",
    ),
    "dump.frame-cut": (
        "长度说后面有 {said} 字节，只有 {due}，缺 {lacking}：没有收完或没有贴全",
        "the length says {said} bytes, {due} are here, {lacking} lack: not all was received, or copied",
    ),
    "dump.bytes-after-frame": (
        "长度说后面有 {said} 字节，其后还多出 {more}：可能是下一个报文",
        "the length says {said} bytes; {more} more follow: perhaps the next message",
    ),
    # TPDU and header
    "dump.tpdu-missing": (
        "缺少 TPDU(5 字节，以 60 开头)：直接从报文头开始",
        "the TPDU is missing (5 bytes that begin with 60): it starts with the header",
    ),
    "dump.header-missing": (
        "缺少报文头(6 字节)：TPDU 之后直接是报文类型",
        "the header is missing (6 bytes): the message type follows the TPDU",
    ),
    "dump.envelope-missing": (
        "缺少 TPDU 和报文头(11 字节)：直接从报文类型开始",
        "TPDU and header are missing (11 bytes): it starts with the message type",
    ),
    "dump.extra-block": (
        "报文头之后多出 {size} 字节：某收单机构的私有数据块，已跳过",
        "{size} bytes too many follow the header: a private block of some acquirer, left out",
    ),
    "dump.envelope-cut": (
        "TPDU 与报文头应有 {due} 字节，只有 {left}",
        "what stands in front of the message has {due} bytes, {left} are here",
    ),
    "dump.tpdu-wrong": ("TPDU 应以 60 开头", "a TPDU begins with 60"),
    "dump.header-length": ("报头长度字节不是 2E(46)", "the header's length byte is not 2E (46)"),
    "dump.total-length": (
        "报头中的总长度不对，应为 {due}",
        "the total length in the header is wrong; it must be {due}",
    ),
    "dump.total-length-wrong": ("报头中的总长度不对", "the total length in the header is wrong"),
    "dump.header-text": ("报头中有不合规定的字符", "the header has characters that do not fit their place"),
    "dump.interbank-header-missing": (
        "缺少机构间报头(46 字节，以 2E 开头)",
        "the header between institutions is missing (46 bytes that begin with 2E)",
    ),
    # Message type and bitmap
    "dump.ebcdic": (
        "文本是 EBCDIC(F0 至 F9 为数字)；应为 ASCII，已换码再读",
        "the text is EBCDIC (F0 to F9 are digits); it must be ASCII; read on in translation",
    ),
    "dump.mti-cut": ("报文类型被截断", "the message type is cut off"),
    "dump.mti-unknown": (
        "不是已知的报文类型：前面的长度、TPDU 或报文头可能不对",
        "no known message type: perhaps length, TPDU or header in front are wrong",
    ),
    "dump.bitmap-cut": ("位图被截断", "the bitmap is cut off"),
    "dump.bitmap-bit1": (
        "位图第 1 位为 1，但这种规范没有扩展位图(终端报文只有 64 个域)",
        "bit 1 of the bitmap is set, but the dialect has no second bitmap (a terminal's message has 64 fields)",
    ),
    "dump.second-bitmap-empty": (
        "位图第 1 位为 1，但扩展位图为空；此时第 1 位应为 0",
        "bit 1 is set, but the second bitmap is empty; then bit 1 must be 0",
    ),
    "dump.bitmap-text": (
        "位图写成了 {size} 个十六进制字符；应为 {size} 的一半个二进制字节",
        "the bitmap is written as {size} hexadecimal characters; it must be half of {size} binary bytes",
    ),
    "dump.field-unknown": (
        "位图声明了这种规范没有的域：位图不对，或规范选错，从这里起无法再读",
        "the bitmap names a field that the dialect has not: bitmap or dialect are wrong; nothing can be read from here",
    ),
    "dump.mac-bit": (
        "报文末尾有 8 字节 MAC，但位图第 {field_number} 位为 0",
        "there are 8 bytes of MAC at the end, but bit {field_number} of the bitmap is 0",
    ),
    "dump.bytes-follow": (
        "最后一个域之后还有 {more} 字节：位图漏了域，或后面是下一个报文",
        "{more} bytes follow the last field: the bitmap lacks a field, or the next message begins",
    ),
    # Fields
    "dump.value-cut": (
        "值应有 {due} 字节，只剩 {left}：报文被截断，或前面某个域的长度不对",
        "the value takes {due} bytes, {left} are left: the message is cut off, or a length before it is wrong",
    ),
    "dump.length-cut": ("域的长度被截断", "the field's length is cut off"),
    "dump.length-digits": (
        "域的长度不是数字：前面某个域多了或少了字节",
        "the field's length is not digits: a field before it has bytes too many or too few",
    ),
    "dump.length-binary-inside": (
        "域的长度写成了二进制；应为 BCD 数字 {length}",
        "the field's length is written in binary; it must be the BCD digits {length}",
    ),
    "dump.length-over": (
        "域的长度 {said} 超过最大值 {most}",
        "the field's length {said} is above the greatest, {most}",
    ),
    "dump.nibble": (
        "数字域里有大于 9 的半字节：前面某个域多了或少了字节，或值不是 BCD",
        "a digit is above 9: a field before has bytes too many or too few, or the value is not BCD",
    ),
    "dump.filler": (
        "奇数位数字的填充半字节不是 0，位数可能也不对",
        "the filler of an odd count of digits is not 0; perhaps the count is wrong",
    ),
    "dump.filler-side": (
        "奇数位({digits} 位)的填充 0 放错了一边；应在{side}侧(left 左，right 右)",
        "the filler of an odd count of digits ({digits}) is on the wrong side; it belongs on the {side}",
    ),
    "dump.filler-f": (
        "奇数位({digits} 位)用 F 填充；应在{side}侧(left 左，right 右)填 0",
        "an odd count of digits ({digits}) is filled with F; it takes 0, on the {side}",
    ),
    "dump.not-digits": ("应全为 ASCII 数字", "there must be ASCII digits only"),
    "dump.not-track": ("磁道只能有数字和分隔符 D", "a track has digits and the separator D only"),
    "dump.track-separator": ("磁道分隔符写成了 =；应为 D", "the track's separator is written =; it must be D"),
    "dump.not-text": (
        "不是这个域的文本编码(GBK 或 ASCII)",
        "that is no text in the field's encoding (GBK or ASCII)",
    ),
    "dump.control": (
        "文本里有控制字符：前面某个域多了或少了字节",
        "there is a control character in the text: a field before has bytes too many or too few",
    ),
    "dump.secret-size": (
        "国密 PIN 应有 {due} 字节，而不是 {left}",
        "an SM4 PIN block takes {due} bytes, not {left}",
    ),
    "dump.inside": (
        "域的内部格式不对(域内第 {at} 位起)",
        "the field's inside breaks its layout (from position {at} of its value)",
    ),
    "dump.check-digit": ("卡号校验位不对", "the card number's check digit is wrong"),
    # The whole message
    "dump.kind-untold": (
        "没有可读的 60 域，无法知道是哪种交易",
        "without a field 60 that can be read nobody knows which transaction it is",
    ),
    "dump.kind-unknown": (
        "没有这样的交易：报文类型、3 域、25 域与 60.1、60.3 的组合不存在",
        "there is no such transaction: type, fields 3 and 25, 60.1 and 60.3 do not go together",
    ),
    "dump.matrix-missing": ("{kind} 必须有这个域，报文里没有", "{kind} must have this field, and it is missing"),
    "dump.matrix-excess": ("{kind} 不应有这个域", "{kind} must not have this field"),
    "dump.card-missing": (
        "输入方式({entry})要求有这个域，报文里没有",
        "the entry mode ({entry}) demands this field, and it is missing",
    ),
    "dump.card-excess": ("按输入方式({entry})不应有这个域", "the entry mode ({entry}) forbids this field"),
    "dump.mac-missing": ("没有 MAC，而这种报文必须有", "there is no MAC, and such a message must have one"),
    "dump.reversal-reason": (
        "冲正原因应为 98、96、A0 或 06",
        "the reason of a reversal is 98, 96, A0 or 06",
    ),
    "dump.answer-as-request": (
        "这是一个应答，却用了请求的报文类型 {mti}；应为 {other}",
        "this is an answer under the message type of a request, {mti}; it must be {other}",
    ),
    "dump.request-as-answer": (
        "这是一个请求，却用了应答的报文类型 {mti}；应为 {other}",
        "this is a request under the message type of an answer, {mti}; it must be {other}",
    ),
    "dump.answer-sent": ("把应答当作请求发了出去", "an answer was sent as a request"),
    "dump.request-sent": ("收到的应答其实是请求", "a request came where an answer was due"),
}
