"""The source cut into what was read: nothing lost, nothing twice, each field where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from duban.inbox.marked import CALLED, Mark, pieces

TEXT = "（一）更新展项，由科技馆牵头，六月底前完成。\n（二）走进社区。"
PLACES = st.integers(0, len(TEXT))
MARKS = st.lists(
    st.builds(
        lambda kind, a, b: Mark(kind, min(a, b), max(a, b), TEXT[min(a, b) : max(a, b)]),
        st.sampled_from(list(CALLED)),
        PLACES,
        PLACES,
    ).filter(lambda one: one.start < one.end),
    max_size=12,
)


@given(MARKS)
def test_the_pieces_are_the_text_and_each_has_exactly_the_marks_that_cover_it(marks):
    found = pieces(TEXT, marks, start=0, end=len(TEXT), within="s")

    assert "".join(piece.text for piece in found) == TEXT
    anchors = [anchor for piece in found for anchor in piece.anchors]
    assert sorted(anchors) == sorted({one.anchor("s") for one in marks})
    place = 0
    for piece in found:
        covering = {m.kind for m in marks if m.start <= place and place + len(piece.text) <= m.end}
        assert set(piece.kinds) == covering
        place += len(piece.text)
