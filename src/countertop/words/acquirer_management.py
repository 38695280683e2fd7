"""Texts of binding, master keys and staff at the acquirer host: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "acquirer.bind-needs": (
        "请给出终端、序列号、信用代码、结算账户、地址、位置、告警和拒绝距离(米)、无定位时的处理、经办人",
        "Name terminal, serial, credit code, account, address, position, metres to warn and refuse at, unlocated, by",
    ),
    "acquirer.relocation-needs": (
        "请给出新地址、新位置(+纬度+经度，微度)、移机原因和经办人",
        "Give the new address, its position (+latitude+longitude, microdegrees), a reason, and who approves",
    ),
    "acquirer.not-bound": (
        "终端 {terminal_id} 尚未绑定位置；请先绑定(bind)",
        "Terminal {terminal_id} is bound to no place; bind it first",
    ),
    "acquirer.serial-of-another": (
        "机具 {serial_number} 已绑定其他商户，不得改绑",
        "Machine {serial_number} is bound to another merchant, and cannot be bound to this one",
    ),
    "acquirer.serial-in-use": (
        "机具 {serial_number} 正用于本商户的另一终端",
        "Machine {serial_number} is another terminal of this merchant",
    ),
    "acquirer.sign-out-first": (
        "终端 {terminal_id} 仍在签到状态；请先结算、签退，再办理移机或换机",
        "Terminal {terminal_id} is signed in; settle and sign out before it is moved or replaced",
    ),
    "acquirer.settle-first": (
        "终端 {terminal_id} 的批次未结清；请先结算，再办理移机或换机",
        "The batch of terminal {terminal_id} is not settled; settle it before it is moved or replaced",
    ),
    "acquirer.move-just-now": (
        "另一项绑定或移机正在登记，请稍候再办",
        "Another binding or move is just being written down; try again in a moment",
    ),
    "acquirer.terminal-bound": (
        "{by} 登记了终端 {terminal_id} 的绑定信息",
        "{by} set the binding of terminal {terminal_id}",
    ),
    "acquirer.relocate-instead": (
        "终端 {terminal_id} 换址须由两人办理移机，不能直接改绑",
        "Terminal {terminal_id} is put elsewhere by a move that two persons agree to, not by a new binding",
    ),
    "acquirer.relocation-changed": (
        "终端 {terminal_id} 的移机提出已变更，或未写明所见的编号；请重新查看后再核准",
        "The move proposed for terminal {terminal_id} is not the one that was seen: look at it again before approving",
    ),
    "acquirer.relocation-not-proposed": (
        "终端 {terminal_id} 尚无人提出移机",
        "Nobody has proposed to move terminal {terminal_id}",
    ),
    "acquirer.relocation-proposed": (
        "{by} 提出终端 {terminal_id} 移机，待另一人核准",
        "{by} proposes to move terminal {terminal_id}; another person must approve",
    ),
    "acquirer.relocation-same-person": (
        "终端 {terminal_id} 移机：提出与核准须为两人",
        "Move of terminal {terminal_id}: who proposed it cannot approve it",
    ),
    "acquirer.relocated": (
        "{by} 批准终端 {terminal_id} 移机至{address}",
        "{by} approved the move of terminal {terminal_id} to {address}",
    ),
    "acquirer.sighted": (
        "终端 {terminal_id} 现在的位置状况：{standing}，离登记位置 {metres} 米",
        "Terminal {terminal_id} is seen {standing}, {metres} m from its place",
    ),
    "acquirer.misplaced-sign-in": (
        "终端 {terminal_id} 签到被拒({response_code})：机具或位置与登记不符",
        "Sign-in of terminal {terminal_id} refused ({response_code}): its machine or place is not the registered one",
    ),
    "acquirer.master-key-unfit": (
        "终端 {terminal_id} 的主密钥不能远程更换；请用密钥仪式",
        "The master key of terminal {terminal_id} cannot be changed from here; hold a key ceremony",
    ),
    "acquirer.master-key-changed": (
        "终端 {terminal_id} 已改用新主密钥，旧密钥作废",
        "Terminal {terminal_id} works under its new master key; the old one is gone",
    ),
    "acquirer.operator-came": (
        "终端 {terminal_id} 新增操作员 {operator}(主管 {by})",
        "Terminal {terminal_id} has a new operator {operator}, approved by {by}",
    ),
    "acquirer.operator-left": (
        "终端 {terminal_id} 删除操作员 {operator}(主管 {by})",
        "Operator {operator} works at terminal {terminal_id} no more; approved by {by}",
    ),
    "acquirer.signature-of-nothing": (
        "终端 {terminal_id} 上送的电子签名没有对应的成功交易(参考号 {rrn})，已拒绝",
        "A signature from terminal {terminal_id} belongs to no approved transaction (reference {rrn}): refused",
    ),
    "acquirer.signature-of-another": (
        "终端 {terminal_id} 上送的电子签名不带此笔交易的特征码(参考号 {rrn})，已拒绝，请查明原因",
        "A signature from terminal {terminal_id} does not bear the code of its transaction (reference {rrn}): refused",
    ),
    "acquirer.signature-differs": (
        "终端 {terminal_id} 为同一笔交易(参考号 {rrn})上送了另一个电子签名，已拒绝，请查明原因",
        "Terminal {terminal_id} sent another signature for one transaction (reference {rrn}): refused; find out why",
    ),
    "acquirer.signature-not-kept": (
        "参考号 {rrn} 的电子签名无法加密保存：{reason}",
        "The signature of reference {rrn} cannot be encrypted to be kept: {reason}",
    ),
    "acquirer.signature-unreadable": (
        "参考号 {rrn} 的电子签名无法解密：{reason}",
        "The signature of reference {rrn} cannot be decrypted: {reason}",
    ),
    "acquirer.operator-refused": (
        "终端 {terminal_id} 上报的操作员变动({operator}，主管 {by})不予采纳",
        "A change of operator {operator} at terminal {terminal_id}, by {by}, is not accepted",
    ),
}
