"""Texts that all pages share, and those of the program that serves them, in Chinese and English."""

__all__ = ["TEXTS"]

TEXTS = {
    "help.pages": ("提供各页面：终端、商户台、收单台", "Serve the pages: the terminal's face and the consoles"),
    "help.with-pages": ("同时提供各页面(浏览器)", "serve the pages (for a browser) as well"),
    "web.taken": (
        "{host}:{port} 已被占用({reason})：请停止占用该端口的程序，或修改 countertop.toml 的 [sites]",
        "{host}:{port} is taken ({reason}): stop what holds it, or change [sites] in countertop.toml",
    ),
    "web.bad-address": (
        "{path} 的 sites 一节须写明各页面的主机和端口(IPv6 地址加方括号)；certificate 和 key 须同时写明",
        "[sites] in {path} must name host (IPv6 in brackets) and port of each page, and certificate and key or neither",
    ),
    "web.bad-certificate": (
        "{certificate} 和 {key} 不能用作页面的证书和密钥({reason})：须为 PEM 文件，密钥不加密码",
        "{certificate} and {key} cannot serve the pages ({reason}): they must be PEM files, the key without a password",
    ),
    "pages.terminal": ("终端", "Terminal"),
    "pages.pin-pad": ("密码键盘", "PIN pad"),
    "pages.merchant": ("商户台", "Merchant console"),
    "pages.acquirer": ("收单台", "Acquirer console"),
    "pages.till": ("收银接口", "Till API"),
    "pages.at": ("{site}：{url}", "{site}: {url}"),
    "pages.failed": ("页面 {path} 出错：{places}", "page {path} failed: {places}"),
    "pages.full": ("观看者已满，稍后自动重试", "Too many look on already; this page tries again by itself"),
    "pages.language": ("English", "中文"),
    "pages.skip": ("跳到正文", "Skip to the content"),
    "pages.pagination": ("翻页", "Pages of the list"),
    "pages.earlier": ("上一页", "Previous"),
    "pages.later": ("下一页", "Next"),
}  # fmt: skip
