"""Texts of the terminal's ways to the host: message id -> (Chinese, English).

`link.` names a way, `dialling.` says that it is tried, `dial.` why it could not be opened.
"""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "link.acquirer": ("线路", "Line"),
    "link.ethernet": ("网线", "Ethernet"),
    "link.wifi": ("无线局域网", "Wi-Fi"),
    "link.mobile": ("移动网络", "Mobile network"),
    "link.dial_up": ("电话线", "Telephone line"),
    "dialling.acquirer": ("正在连接主机", "Calling the host"),
    "dialling.ethernet": ("正在经网线连接主机", "Calling the host over Ethernet"),
    "dialling.wifi": ("正在经无线局域网连接主机", "Calling the host over Wi-Fi"),
    "dialling.mobile": ("正在经移动网络连接主机", "Calling the host over the mobile network"),
    "dialling.dial_up": ("正在经电话线拨号", "Calling the host over the telephone line"),
    "dial.no-carrier": ("网线未插好", "The network cable is out"),
    "dial.no-network": ("找不到无线局域网", "The Wi-Fi network is not there"),
    "dial.no-signal": ("移动信号不在服务区", "No mobile signal: outside the area"),
    "dial.service-refused": ("移动网络拒绝数据业务(SIM 卡欠费？)", "The mobile network refuses data: SIM in arrears?"),
    "dial.no-tone": ("没有拨号音，电话线未接好", "No dial tone: the telephone line is out"),
    "dial.busy": ("电话占线", "The telephone line is busy"),
    "dial.refused": ("网络通，但主机未提供服务", "The network works, but the host takes no calls"),
    "dial.unreachable": ("网络通，但到不了主机所在网络", "The network works, but the host's network is not reached"),
    "dial.time-out": ("主机在规定时间内未接通", "The host did not pick up in time"),
    "dial.no-tls": ("对方不是加密线路", "The other end does not encrypt"),
    "dial.old-tls": ("对方的加密版本过旧", "The other end's encryption is too old"),
    "dial.handshake-late": ("加密握手超时", "The TLS handshake took too long"),
    "dial.handshake-failed": ("加密握手失败", "The TLS handshake failed"),
    "dial.resumed-session": ("加密会话不被接受", "The TLS session was not accepted"),
    "dial.no-certificate": ("对方未出示证书", "The other end shows no certificate"),
    "dial.certificate-refused": ("主机拒绝本机证书", "The host refuses this machine's certificate"),
    "dial.certificate-foreign": ("主机证书不是本收单机构签发", "The host's certificate is of another authority"),
    "dial.certificate-expired": ("主机证书已过期，请核对日期", "The host's certificate has expired; see the date"),
    "dial.certificate-not-yet": (
        "主机证书尚未生效，核对日期",
        "The host's certificate is not valid yet; see the date",
    ),
    "dial.certificate-revoked": ("主机证书已吊销", "The host's certificate was revoked"),
    "dial.certificate-of-another": ("主机证书与地址不符", "The host's certificate is for another address"),
    "dial.certificate-of-other-use": ("主机证书用途不符", "The host's certificate is not for hosts"),
    "dial.other": ("线路无法接通", "The line cannot be opened"),
}
