"""Texts of the acquirer's console about what takes two persons: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS = {
    "host.agree": ("核准并执行", "Agree and do it"),
    "host.withdraw": ("撤回", "Withdraw"),
    "host.withdrawn": ("已撤回。", "It is withdrawn."),
    "host.takes-two": (
        "须由两人办理：您提出后，由另一人核准。",
        "This takes two persons: you propose, another one agrees.",
    ),
    "host.waiting-for-another": ("已提出，待另一人核准。", "Proposed; it waits for another person."),
    "host.same-person": ("提出与核准须为两人。", "Whoever proposed it cannot agree to it."),
    "host.proposer-may-not": (
        "提出的人已无权办理，不能核准；请撤回。",
        "Whoever proposed it may not do this any more, so nobody can agree: withdraw it.",
    ),
    "host.too-many-wait": (
        "待核准的事项太多，请先核准或撤回一些。",
        "Too much waits for a second person: agree to some of it, or withdraw it.",
    ),
    "host.prepared-gone": ("已过期或已撤回，请重新办理。", "This has lapsed or was withdrawn: start again."),
    "host.proposal-gone": (
        "没有这一提出，或提出的内容已变更；请回到列表查看。",
        "Nobody proposes that, or it is another proposal by now: look at the list again.",
    ),
    "host.nothing-waits": ("没有待核准的事项", "Nothing waits for a second person"),
    "host.waits-until": ("{at} 前有效", "until {at}"),
    "host.ended-approvals": ("最近办结", "What became of others"),
    "host.approval.done": ("已办", "done"),
    "host.approval.refused": ("被拒绝", "refused"),
    "host.approval.unknown": ("结果未知", "unknown"),
    "host.approval.withdrawn": ("已撤回", "withdrawn"),
    "host.approval.lapsed": ("逾期作废", "lapsed"),
    "host.column.deed": ("事项", "What"),
    "host.column.proposed": ("提出", "Proposed"),
    "host.column.ended": ("办结", "Ended"),
    "host.see-cases-too": (
        "批次、差错和例外的核准在各自页面。",
        "Batches, cases and exceptions are approved on their own pages.",
    ),
}
