"""Two people at the same moment, each in a transaction of their own on a database of its own."""

from datetime import date, timedelta

from tests import factories
from tests.conftest import TODAY
from tests.faults.conftest import together
from tracker.accounts import operations as accounts
from tracker.accounts.models import Delegation, Holding, Person, Post
from tracker.audit import COMMAND_LINE
from tracker.errors import Refused
from tracker.extensions import begin_writing, db
from tracker.organisations.models import Organisation
from tracker.permissions import Role
from tracker.posts import operations


def at_once(app, *operations):
    """What each is told who carries out one of these: 'done', or why not. The done come first."""

    def act(operate):
        with app.app_context():
            try:
                begin_writing()
                operate()
                db.session.commit()
            except Refused as refusal:
                return str(refusal)
            finally:
                db.session.remove()
            return "done"

    db.session.commit()
    told = together(*(lambda operate=each: act(operate) for each in operations))
    db.session.expire_all()
    return sorted(told, key=lambda word: word != "done")


def answering(post_id, line_post_id):
    """That a post comes to answer to another."""

    def operate():
        post, line = db.session.get_one(Post, post_id), db.session.get_one(Post, line_post_id)
        operations.edit_post(post, post.title, line, False, TODAY, by=COMMAND_LINE)

    return operate


def holding(post_id, person_id, since=TODAY, until=None):
    def operate():
        post, person = db.session.get_one(Post, post_id), db.session.get_one(Person, person_id)
        accounts.hold(post, person, since, COMMAND_LINE, until=until, today=TODAY)

    return operate


def closing(post_id):
    return lambda: operations.close_post(
        db.session.get_one(Post, post_id), TODAY, TODAY, by=COMMAND_LINE
    )


def test_of_two_put_in_a_post_at_once_one_is(inside_own_app):
    post = factories.post(factories.organisation())
    people = [factories.person() for _ in range(2)]

    told = at_once(inside_own_app, *(holding(post.id, person.id) for person in people))

    assert told[0] == "done"
    assert "holds this post from 23 November 2026 with no last day" in told[1]
    assert db.session.query(Holding).count() == 1


def test_nor_do_two_whose_days_have_an_end(inside_own_app):
    """Of which the index knows nothing."""
    post = factories.post(factories.organisation())
    people = [factories.person() for _ in range(2)]
    until = date(2027, 3, 31)

    told = at_once(inside_own_app, *(holding(post.id, person.id, until=until) for person in people))

    assert told[0] == "done"
    assert "to 31 March 2027" in told[1]


def test_of_two_who_use_the_page_at_once_one_is_told_of_the_other(inside_own_app):
    trust = factories.organisation()
    post = factories.post(trust)
    addresses = [factories.person().email for _ in range(2)]
    administrators = [factories.person(trust, Role.ADMINISTRATOR) for _ in range(2)]
    clients = [inside_own_app.test_client().sign_in(each) for each in administrators]
    path = f"/posts/{post.id}/hold"
    db.session.commit()
    pairs = zip(clients, addresses, strict=True)
    since = {"since-day": "23", "since-month": "11", "since-year": "2026"}

    def send(client, email):
        with inside_own_app.app_context():
            return client.post(path, data={"email": email, **since})

    answers = together(*(lambda pair=each: send(*pair) for each in pairs))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert sum("holds this post from 23 November 2026" in answer.text for answer in answers) == 1


def test_two_changes_do_not_close_a_circle_together(inside_own_app):
    trust = factories.organisation()
    one, two = factories.post(trust), factories.post(trust)

    told = at_once(inside_own_app, answering(one.id, two.id), answering(two.id, one.id))

    assert told[0] == "done"
    assert "in a circle" in told[1]


def test_nor_do_two_that_have_no_post_in_common(inside_own_app):
    """Each joins the top of one line to the foot of the other."""
    trust = factories.organisation()
    tops = [factories.post(trust) for _ in range(2)]
    feet = [factories.post(trust, line_post_id=top.id) for top in tops]

    told = at_once(
        inside_own_app, answering(tops[0].id, feet[1].id), answering(tops[1].id, feet[0].id)
    )

    assert told[0] == "done"
    assert "in a circle" in told[1]


def test_a_post_is_not_closed_while_somebody_is_put_in_it(inside_own_app):
    post, person = factories.post(factories.organisation()), factories.person()

    told = at_once(inside_own_app, closing(post.id), holding(post.id, person.id))

    assert told[0] == "done"
    assert told[1].startswith(("This post is closed", person.name))


def test_a_post_is_not_closed_while_another_comes_to_answer_to_it(inside_own_app):
    trust = factories.organisation()
    post, below = factories.post(trust), factories.post(trust, title="Matron")

    told = at_once(inside_own_app, closing(post.id), answering(below.id, post.id))

    assert told[0] == "done"
    assert told[1].startswith(("The post that it is to answer to is closed", "Matron answers"))


def test_two_add_one_post_of_a_title(inside_own_app):
    trust = factories.organisation().id

    def add():
        accounts.add_post(db.session.get_one(Organisation, trust), "Chief Nurse", COMMAND_LINE)

    told = at_once(inside_own_app, add, add)

    assert told == ["done", accounts.SAME_TITLE]


def test_a_delegate_named_twice_at_once_is_named_once(inside_own_app):
    holding = factories.hold(factories.post(factories.organisation()), factories.person()).id
    person = factories.person().id

    def name():
        accounts.delegate(
            db.session.get_one(Holding, holding),
            db.session.get_one(Person, person),
            TODAY,
            by=COMMAND_LINE,
        )

    told = at_once(inside_own_app, name, name)

    assert told[0] == "done"
    assert told[1].endswith("drafts for this post already")
    assert db.session.query(Delegation).count() == 1


def test_a_delegate_named_while_the_holding_ends_does_not_outlast_it(inside_own_app):
    holding = factories.hold(factories.post(factories.organisation()), factories.person()).id
    person = factories.person().id
    yesterday = TODAY - timedelta(days=1)

    def end():
        accounts.end_holding(db.session.get_one(Holding, holding), yesterday, COMMAND_LINE, TODAY)

    def name():
        accounts.delegate(
            db.session.get_one(Holding, holding),
            db.session.get_one(Person, person),
            TODAY,
            by=COMMAND_LINE,
        )

    told = at_once(inside_own_app, end, name)

    assert told[0] == "done"
    lasting = db.session.query(Delegation).filter(Delegation.until.is_(None)).count()
    assert lasting == 0
