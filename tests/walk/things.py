"""One of everything that addresses speak of: in the trust of the cast, and in another."""

from tests import factories

# The first id of an address -> what it is to the pure cast (tests/cast.py).
WHAT_THEY_ARE = {
    "organisation_id": "the trust",
    "plan_id": "the adopted plan",
    "action_id": "an action",
}
# Not pages of people, or gone through elsewhere: files, and what ends the walker's own sign-in.
NOT_WALKED = {"static", "assets"}
# Pages that are not there while there is nothing for them to show.
MAY_BE_EMPTY = {"wres.download_peers"}


def of_the_trust(at, people, posts):
    return things(
        at.trust,
        people["owner"],
        owner=posts["owner"],
        reviewer=posts["reviewer"],
        sponsor=posts["sponsor"],
        helper=posts["helper"],
    )


def of_another(at, people, posts):
    return things(at.other, factories.person())


def things(organisation, author, owner=None, reviewer=None, sponsor=None, helper=None):
    """The values of addresses, by the names that they have there."""
    plan = factories.plan(organisation, sponsor_post_id=sponsor.id if sponsor else None)
    action = factories.action(plan, owner, reviewer)
    if helper:
        factories.helper(action, helper)
    figure = factories.figure(organisation)
    factories.version_scope(figure.version_id, organisation)
    target = factories.target(figure)
    check_in = factories.check_in(action, author)
    milestone = factories.milestone(action)
    link = factories.measure_link(action, target)
    return {
        "organisation_id": organisation.id,
        "plan_id": plan.id,
        "action_id": action.id,
        "check_in_id": check_in.id,
        "milestone_id": milestone.id,
        "link_id": link.id,
        "target_id": target.id,
        "figure_id": figure.id,
        "version_id": figure.version_id,
        "upload_id": factories.upload(author).id,
        "measure": "value",
        "indicator": "2",
    }
