"""What waits for a reviewer is asked of the rules once per kind of panel, and is what asking for each one gives."""

from random import Random

from sqlmodel import Session, col, select
from world import NOW, World

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.panels import panels_of
from duban.panels_alike import kinds_of
from duban.posts import standing
from duban.waiting import may_decide, reviews_waiting
from models.question import Advice, Decision, Review, Signer
from models.register import Person, Post
from models.words import Life, PanelRule, ReviewState, Role, Verdict

MANY = 300


def _review(session: Session, world: World, chance: Random) -> Review:
    """Open a review of any rule with up to three seats, some answered, dropped, waiting for advice, or barred to feng."""
    posts, people = session.exec(select(Post.id)).all(), session.exec(select(Person.id)).all()
    feng = world.people["feng"].person_id or 0
    mine = session.exec(select(Signer.post_id).where(Signer.review_id == world.reviews["in_review"])).first()
    review = Review(
        state=ReviewState.OPEN, life=Life.TASK, subject_id=world.tasks["in_review"], plan_id=world.plan_id,
        about="pass_check", rule=chance.choice(list(PanelRule)), role=chance.choice([Role.REVIEWER, Role.LEADER, None]),
        excluded=chance.choice([[], [feng], [people[0], people[1]]]), opened_at=NOW,
    )  # fmt: skip
    session.add(review)
    session.flush()
    seats = [
        Signer(review_id=review.id or 0, seq=chance.randint(1, 3), veto=chance.random() < 0.2,
               dropped=chance.random() < 0.2, post_id=chance.choice([mine, None, chance.choice(posts)]))
        for _ in range(chance.randint(1, 3))
    ]  # fmt: skip
    for seat in seats:
        seat.person_id = chance.choice([feng, chance.choice(people)]) if seat.post_id is None else None
    session.add_all(seats)
    session.flush()
    for seat, person in zip(seats, chance.sample([feng, *people[:4]], len(seats)), strict=True):
        if chance.random() < 0.3:
            _answer(session, seat, person or 0, chance)
        if chance.random() < 0.2:
            session.add(Advice(review_id=seat.review_id, signer_id=seat.id or 0, asked_by=feng, person_id=person or 0,
                               question="？", asked_at=NOW, answered_at=chance.choice([None, NOW])))  # fmt: skip
    return review


def _answer(session: Session, seat: Signer, person: int, chance: Random) -> None:
    session.add(Decision(
        review_id=seat.review_id, signer_id=seat.id or 0, person_id=person, hands=[person], at=NOW,
        verdict=chance.choice(list(Verdict)), taken_back_at=chance.choice([None, None, NOW]),
    ))  # fmt: skip
    session.flush()


def test_what_waits_is_what_the_rules_say_of_each_panel_by_itself(world: World) -> None:
    chance = Random(20260701)
    with writing() as session:
        for _ in range(MANY):
            _review(session, world, chance)
    with reading() as session:
        feng = standing(desk_of(session), world.people["feng"], now=world.now)
        found = reviews_waiting(session, feng)
        wanted = select(Review).where(Review.state == ReviewState.OPEN)
        soon = (col(Review.due).is_(None), col(Review.due), col(Review.id))
        reviews = session.exec(wanted.order_by(*soon)).all()
        panels = panels_of(desk_of(session), reviews)
        singly = [review.id for review in reviews if may_decide(panels[review.id or 0], feng)]
        kinds = kinds_of(session, select(Review.id).where(Review.state == ReviewState.OPEN), feng)
    assert found == singly
    assert MANY / 20 < len(found) < MANY / 2  # some wait, some do not
    assert len(set(kinds.values())) < len(kinds)


def test_who_has_answered_tells_two_panels_apart(world: World) -> None:
    feng, other = (world.people[who].person_id or 0 for who in ("feng", "ren"))
    opened = []
    with writing() as session:
        one = session.get_one(Review, world.reviews["in_review"])
        for by in (feng, other):
            review = Review(**one.model_dump(exclude={"id", "rule", "excluded"}), rule=PanelRule.ALL, excluded=[])
            session.add(review)
            session.flush()
            seats = {person: Signer(review_id=review.id or 0, person_id=person) for person in (feng, other)}
            session.add_all(seats.values())
            session.flush()
            session.add(
                Decision(
                    review_id=review.id or 0,
                    signer_id=seats[by].id or 0,
                    person_id=by,
                    hands=[by],
                    at=NOW,
                    verdict=Verdict.YES,
                )
            )
            opened.append(review.id)
    with reading() as session:
        found = reviews_waiting(session, standing(desk_of(session), world.people["feng"], now=world.now))
    assert [id_ for id_ in found if id_ in opened] == opened[1:]


def test_a_thousand_reviews_of_one_kind_are_read_as_one_panel(world: World) -> None:
    with writing() as session:
        one = session.get_one(Review, world.reviews["in_review"])
        seat = session.exec(select(Signer).where(Signer.review_id == one.id)).first()
        assert seat is not None
        for _ in range(60):
            other = Review(**one.model_dump(exclude={"id"}))
            session.add(other)
            session.flush()
            session.add(Signer(**seat.model_dump(exclude={"id", "review_id"}), review_id=other.id or 0))
    with reading() as session:
        feng = standing(desk_of(session), world.people["feng"], now=world.now)
        assert len(reviews_waiting(session, feng)) > 60
        assert len([thing for thing in session.identity_map.values() if isinstance(thing, Review)]) < 5
