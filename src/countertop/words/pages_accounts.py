"""Texts about who may open the consoles, and those that all consoles share, in Chinese and English."""

from countertop.words import pages_people

__all__ = ["TEXTS"]

TEXTS = {
    **pages_people.TEXTS,
    # Logging in
    "accounts.log-in": ("登录", "Log in"),
    "accounts.log-out": ("退出登录", "Log out"),
    "accounts.name": ("账号", "Name"),
    "accounts.password": ("密码", "Password"),
    "accounts.wrong": (
        "账号或密码不对。连续错 10 次，账号锁定 30 分钟。",
        "Wrong name or password. After ten wrong ones the account is locked for 30 minutes.",
    ),
    "accounts.slow": ("尝试过多，请 {seconds} 秒后再试。", "Too many tries: wait {seconds} s and try again."),
    "accounts.log-in-first": ("请先登录。", "Log in first."),
    "accounts.nobody": (
        "还没有账号。请在本机运行 countertop accounts add。",
        "There is no account yet. Run `countertop accounts add` on this machine.",
    ),
    "accounts.demo": ("演示账号", "Demo accounts"),
    "accounts.demo-only": (
        "仅演示模式有这些账号，点一下即可登录。",
        "These exist in demo mode only. One click logs in.",
    ),
    # Refusals
    "accounts.refused": ("无法打开", "Cannot be opened"),
    "accounts.no-such-page": ("没有这个页面。", "There is no such page."),
    "accounts.not-understood": (
        "填写的内容不符合要求，请返回修改。",
        "Something has another form: go back and change it.",
    ),
    "accounts.not-allowed": ("您的角色无权使用此功能。", "Your role may not do this."),
    "accounts.form-old": (
        "页面已过期，请返回、刷新后再试。",
        "This page is out of date. Go back, reload it and try again.",
    ),
    "accounts.must-change": (
        "这是一次性密码，请先设定自己的密码。",
        "This is a one-time password: choose your own first.",
    ),
    # Passwords
    "accounts.change-password": ("修改密码", "Change password"),
    "accounts.old-password": ("现在的密码", "Present password"),
    "accounts.new-password": ("新密码", "New password"),
    "accounts.repeated-password": ("再次输入新密码", "New password again"),
    "accounts.password-rule": (
        "至少 12 个字符，不含账号名，不要重复同几个字符。",
        "At least 12 characters, without your name, and not the same few characters again and again.",
    ),
    "accounts.password-short": ("新密码至少 12 个字符。", "The new password needs at least 12 characters."),
    "accounts.password-long": ("新密码最多 128 个字符。", "The new password may have 128 characters at most."),
    "accounts.password-plain": (
        "新密码太简单：不能含账号名，至少 5 种不同字符。",
        "Too plain: it must not contain your name, and needs at least 5 different characters.",
    ),
    "accounts.password-same": ("新密码不能与现在的相同。", "The new password must differ from the present one."),
    "accounts.password-differs": ("两次输入的新密码不同。", "The two new passwords differ."),
    "accounts.password-wrong": ("现在的密码不对。", "The present password is wrong."),
    # Roles
    "accounts.role.merchant-owner": ("商户负责人", "Merchant owner"),
    "accounts.role.merchant-clerk": ("商户店员", "Merchant clerk"),
    "accounts.role.merchant-auditor": ("商户审计", "Merchant auditor"),
    "accounts.role.acquirer-operator": ("收单操作员", "Acquirer operator"),
    "accounts.role.acquirer-key-officer": ("密钥管理员", "Key officer"),
    "accounts.role.acquirer-auditor": ("收单审计", "Acquirer auditor"),
    "accounts.role.acquirer-administrator": ("收单管理员", "Acquirer administrator"),
    # The trail
    "trail.logged-in": ("登录", "logged in"),
    "trail.log-in-refused": ("登录被拒", "log-in refused"),
    "trail.log-in-locked": ("登录失败，账号已锁定", "log-in failed, account locked"),
    "trail.vouched": ("凭密码授权", "approved with a password"),
    "trail.logged-out": ("退出登录", "logged out"),
    "trail.not-allowed": ("越权被拒", "was refused for lack of rights"),
    "trail.password-changed": ("修改密码", "changed the password"),
    "trail.password-refused": ("修改密码被拒", "password change refused"),
    "trail.account-added": ("新建账号", "added an account"),
    "trail.account-reset": ("重设密码", "reset a password"),
    "trail.account-confirmed": ("确认账号", "confirmed an account"),
    "trail.account-closed": ("停用账号", "closed an account"),
    "trail.account-role": ("更改角色", "changed a role"),
    "trail.session-ended": ("结束自己的一处登录", "ended a session of their own"),
    "trail.sessions-ended": ("结束其全部登录", "ended all sessions of"),
    "trail.account-opened": ("启用账号", "opened an account"),
    # All consoles
    "console.sections": ("栏目", "Sections"),
    "console.back": ("返回首页", "Back to the start"),
    "console.gone": ("主机未运行，正在重新连接…", "The host does not run; looking for it again…"),
    # The command
    "help.accounts": (
        "商户台和收单台的账号：新建、列出、停用、重设密码",
        "Accounts of the consoles: add, list, lock, reset",
    ),
    "help.accounts-add": ("新建账号，显示一次性密码", "Add an account; prints its one-time password"),
    "help.accounts-list": ("列出账号", "List the accounts"),
    "help.accounts-lock": ("停用账号，--undo 重新启用", "Close an account; --undo opens it again"),
    "help.accounts-reset": ("给账号新的一次性密码", "Give an account a one-time password again"),
    "help.accounts-trail": (
        "显示操作记录并核对其哈希链",
        "Show what people did, and verify the hash chain of it",
    ),
    "help.accounts-name": ("账号名", "name of the account"),
    "help.accounts-role": ("角色", "role"),
    "help.accounts-merchant": ("商户号(商户角色必填)", "merchant id (needed for roles of a merchant)"),
    "help.accounts-undo": ("重新启用", "open it again"),
    "accounts.first-password": (
        "{name} 的一次性密码：{password}(72 小时内登录并改为自己的密码)",
        "one-time password of {name}: {password} (log in within 72 hours and choose your own)",
    ),
    "accounts.done": ("{name}：完成", "{name}: done"),
    "accounts.trail-whole": ("记录完整", "the trail is whole"),
    "accounts.trail-broken": (
        "记录在第 {number} 条断开：有人改动过",
        "the trail breaks at entry {number}: somebody altered it",
    ),
    "accounts.state-good": ("正常", "good"),
    "accounts.state-locked": ("锁定", "locked"),
    "accounts.state-closed": ("停用", "closed"),
    "accounts.state-unconfirmed": ("待另一位管理员确认", "to be confirmed by another administrator"),
    "accounts.state-first": ("待改密码", "must change its password"),
    "accounts.state-over": ("一次性密码已过期", "one-time password is over"),
    # Faults
    "accounts.newer": (
        "{path} 由更新版本的 countertop 写成：请使用该版本",
        "{path} was written by a newer countertop: use that one",
    ),
    "accounts.no-such-role": ("没有角色 {role}；可用：{roles}", "there is no role {role}; there are: {roles}"),
    "accounts.bad-name": (
        "账号名为 1 至 40 个可见字符，首尾无空格",
        "a name has 1 to 40 printable characters and no blanks at its ends",
    ),
    "accounts.merchant-missing": (
        "角色 {role} 属于商户：请用 --merchant 写明商户号",
        "role {role} belongs to a merchant: name it with --merchant",
    ),
    "accounts.merchant-needless": (
        "角色 {role} 不属于商户：去掉 --merchant",
        "role {role} has no merchant: leave out --merchant",
    ),
    "accounts.taken": ("账号 {name} 已存在", "there is an account {name} already"),
    "accounts.none-such": ("没有账号 {name}", "there is no account {name}"),
}
