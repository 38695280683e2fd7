"""Texts of the pages about accounts, one's own and those of others, in Chinese and English."""

__all__ = ["TEXTS"]

TEXTS = {
    # The accounts of others
    "accounts.people": ("账号", "Accounts"),
    "accounts.about-people": (
        "谁能登录商户台和收单台。新账号用一次性密码登录，并须改为自己的密码。",
        "Who may open the consoles. A new account logs in with a one-time password and must choose its own.",
    ),
    "accounts.about-people-of-shop": (
        "本商户谁能登录。新账号用一次性密码登录，并须改为自己的密码。",
        "Who of this shop may log in. A new account logs in with a one-time password and must choose its own.",
    ),
    "accounts.known": ("全部账号", "All accounts"),
    "accounts.search": ("账号名或商户号", "Name or merchant"),
    "accounts.find": ("查找", "Find"),
    "accounts.none-found": ("没有这样的账号", "There is no such account"),
    "accounts.role": ("角色", "Role"),
    "accounts.merchant": ("商户号", "Merchant"),
    "accounts.state": ("状态", "State"),
    "accounts.oneself": ("(自己)", "(yourself)"),
    "accounts.add": ("新建账号", "Add an account"),
    "accounts.name-hint": ("1 至 40 个字符，建好后不能更改。", "1 to 40 characters. It cannot be changed later."),
    "accounts.merchant-hint": ("商户角色必填，其他角色留空。", "For roles of a merchant only."),
    # One account
    "accounts.account": ("账号", "Account"),
    "accounts.acts": ("操作", "Actions"),
    "accounts.changes": ("更改", "Changes"),
    "accounts.first-until": ("一次性密码有效期至", "One-time password until"),
    "accounts.locked-until": ("锁定至", "Locked until"),
    "accounts.another-role": ("新角色", "New role"),
    "accounts.change-role": ("更改角色", "Change role"),
    "accounts.reset": ("重设密码", "Reset password"),
    "accounts.reset-about": (
        "给出新的一次性密码，解除锁定，移除通行密钥，并结束其全部登录。",
        "Gives a one-time password, unlocks the account, removes its passkeys and logs the person out everywhere.",
    ),
    "accounts.end-all": ("结束全部登录", "End all sessions"),
    "accounts.end-all-about": (
        "在所有设备上退出，可重新登录。",
        "Logs the person out everywhere; they may log in again.",
    ),
    "accounts.close": ("停用账号", "Disable account"),
    "accounts.close-about": (
        "立即退出并不能再登录，直到重新启用。记录保留。",
        "Logs the person out at once and lets nobody in until it is enabled again. Records stay.",
    ),
    "accounts.open": ("启用账号", "Enable account"),
    "accounts.open-about": ("可用原来的密码登录。", "The person may log in again with the same password."),
    "accounts.done-role": ("角色已更改，其全部登录已结束。", "The role is changed, and all sessions are ended."),
    "accounts.done-closed": ("账号已停用。", "The account is disabled."),
    "accounts.done-opened": ("账号已启用。", "The account is enabled."),
    "accounts.done-sessions": ("全部登录已结束。", "All sessions are ended."),
    # A first password
    "accounts.first": ("一次性密码", "One-time password"),
    "accounts.first-of": ("{name} 的一次性密码", "One-time password of {name}"),
    "accounts.first-once": (
        "只显示这一次，请当面交给本人。72 小时内登录并改为自己的密码，过期须重设。",
        "Shown this once: hand it over in person. It is good for 72 hours and must be changed at the first log-in.",
    ),
    "accounts.back-to-people": ("返回账号", "Back to accounts"),
    # Oneself
    "accounts.own": ("我的账号", "My account"),
    "accounts.sessions": ("登录", "Sessions"),
    "accounts.own-sessions": ("登录的设备", "Where you are logged in"),
    "accounts.own-sessions-about": (
        "不认识的请结束，并修改密码。15 分钟无操作，或登录满 12 小时，自动退出。",
        "End what you do not know, and change your password. A session ends after 15 idle minutes or 12 hours.",
    ),
    "accounts.no-sessions": ("没有登录。", "Nobody is logged in with it."),
    "accounts.session-since": ("登录时间", "Since"),
    "accounts.session-seen": ("最近操作", "Last seen"),
    "accounts.session-program": ("设备", "Device"),
    "accounts.session-from": ("地址", "Address"),
    "accounts.session-present": ("本机", "this one"),
    "accounts.session-unknown": ("未知程序", "unknown program"),
    "accounts.end": ("结束", "End"),
    "accounts.done-session-ended": ("该登录已结束。", "The session is ended."),
    "accounts.no-such-session": ("没有这样的登录。", "There is no such session."),
    # Passkeys
    "accounts.passkeys": ("通行密钥", "Passkeys"),
    "accounts.passkeys-about": (
        "用本机的指纹、面容、PIN 或安全密钥登录，不用输入密码。密钥留在您的设备上，这里只存公钥。",
        "Log in by finger, face, PIN or security key. The key stays in your device, its public half is kept here.",
    ),
    "accounts.passkey-make": ("添加通行密钥", "Add a passkey"),
    "accounts.passkey-label": ("名称为 1 至 40 个可见字符。", "A name has 1 to 40 printable characters."),
    "accounts.passkey-label-asked": ("名称(便于辨认设备)", "What you call it"),
    "accounts.passkey-place": ("地址", "For"),
    "accounts.passkey-added": ("添加时间", "Added"),
    "accounts.passkey-used": ("最近使用", "Last used"),
    "accounts.passkey-never": ("从未", "never"),
    "accounts.passkey-remove": ("移除", "Remove"),
    "accounts.passkey-log-in": ("用通行密钥登录", "Log in with a passkey"),
    "accounts.passkey-unknown": (
        "此浏览器不支持通行密钥，或未启用 JavaScript。",
        "This browser knows no passkeys, or runs no scripts.",
    ),
    "accounts.passkey-left": ("没有完成，请再试一次。", "It was not finished. Try again."),
    "accounts.passkey-not-here": (
        "此地址不能用通行密钥：浏览器只在 https 域名或 localhost 上支持，不支持 127.0.0.1 等数字地址。",
        "No passkeys at this address: browsers make them for names under https or for localhost, not for 127.0.0.1.",
    ),
    "accounts.passkey-better": ("改用 {origin}", "Use {origin} instead"),
    "accounts.passkey-elsewhere": ("用通行密钥登录请打开", "To log in with a passkey, open"),
    "accounts.passkey-refused": (
        "通行密钥没有通过核验，请再试，或用密码登录。",
        "The passkey was not accepted. Try again, or use your password.",
    ),
    "accounts.passkeys-full": (
        "最多 {most} 个通行密钥，请先移除一个。",
        "There are {most} passkeys at most: remove one first.",
    ),
    "accounts.done-passkey-added": (
        "通行密钥已添加，下次可用它登录。",
        "The passkey is added: log in by it next time.",
    ),
    "accounts.done-passkey-removed": ("通行密钥已移除。", "The passkey is removed."),
    "trail.passkey-added": ("添加通行密钥", "added a passkey"),
    "trail.passkey-removed": ("移除通行密钥", "removed a passkey"),
    "trail.passkey-refused": ("通行密钥登录被拒", "log-in by passkey refused"),
    # Refusals
    "accounts.not-oneself": ("不能在这里更改自己的账号。", "Nobody changes their own account here."),
    "accounts.last-administrator": (
        "这是最后一个能登录的收单管理员，不能停用或更改角色。",
        "This is the last administrator who can log in: it keeps its role and stays enabled.",
    ),
    "accounts.choose-a-role": ("请选择一个可给的角色。", "Choose one of the roles that you may give."),
    "accounts.merchant-wanted": ("商户角色须填写商户号。", "A role of a merchant needs the merchant's number."),
    "accounts.merchant-not-wanted": ("收单角色不填商户号。", "A role of the acquirer has no merchant."),
    "accounts.no-such-merchant": (
        "没有商户 {merchant_id}，或主机未运行。",
        "There is no merchant {merchant_id}, or the host does not run.",
    ),
}
