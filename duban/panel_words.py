"""The rule of a panel in words: who has to say yes, how far a vote by weight has come."""

from duban.panels import Panel
from duban.tongue import say
from models.words import PanelRule, Verdict


def rule_words(panel: Panel) -> str:
    """Say who has to say yes; of a vote by weight also how far it has come."""
    review, seats = panel.review, len(panel.seats)
    # fmt: off
    words = {
        PanelRule.ANY:      say("或签：任一人表态即可"),
        PanelRule.ALL:      say("会签：%(n)s 人都要同意", n=seats),
        PanelRule.SEQUENCE: say("顺序会签：%(n)s 人依次同意", n=seats),
        PanelRule.QUORUM:   say("票签：%(n)s 人中 %(needed)s 人同意", n=seats, needed=review.needed),
        PanelRule.WEIGHT:   say("加权票签：同意的权重达到 %(needed)s%%", needed=review.needed) + _so_far(panel),
    }
    # fmt: on
    vetoes = any(seat.veto for seat in panel.seats)
    return words[review.rule] + (say("；有一票否决的席位，它退回即退回，它未同意不算通过") if vetoes else "")


def _so_far(panel: Panel) -> str:
    total = sum(seat.weight for seat in panel.seats)
    said = {verdict: sum(s.weight for s in panel.seats if panel.answers.get(s.id) is verdict) for verdict in Verdict}
    if not total:
        return ""
    yes, no = said[Verdict.YES], said[Verdict.NO]
    returned = say("，退回 %(n)s", n=no) if no else ""
    so_far = say("总权重 %(total)s，目前同意 %(yes)s，占 %(share)s%%", total=total, yes=yes, share=yes * 100 // total)
    return say("（%(aside)s）", aside=so_far + returned)
