"""Words planted where only some may read them, and who those are."""

from tests import factories
from tracker.extensions import db

# What is planted -> the names in tests/cast.py of those who may come upon it, signed in.
MAY_READ = {
    # A draft is its author's until it is submitted.
    "canary-draft-of-a-check-in": {"owner"},
    # Who belongs to a network is known to its own officers, and to themselves.
    "Canary Network-Member": {
        "network member",
        "network officer",
        "officer who is the equality lead",
        "officer who is the administrator",
    },
    # Secrets are nobody's to read, not even as their hashes.
    "canary-of-a-password": set(),
    "canary-of-a-link": set(),
    "canary-of-a-second-factor": set(),
    "canary-of-a-recovery-code": set(),
    # A file that waits is the one's who chose it.
    "canary-of-a-file": set(),
    # An account that nobody here looks after, without a role or a post here.
    "canary.address@elsewhere.example": set(),
}


def plant(at, people, values):
    """A canary in every private place of the world of the walk."""
    action_id = values["action_id"]
    owner, member = people["owner"], people["network member"]
    factories.draft_check_in(action_id, owner, done="canary-draft-of-a-check-in")
    member.name = "Canary Network-Member"
    member.password_hash = "canary-of-a-password"
    factories.single_use_link(owner, token_hash="canary-of-a-link")
    factories.second_factor(owner, secret="canary-of-a-second-factor")
    factories.recovery_code(owner, code_hash="canary-of-a-recovery-code")
    factories.upload(factories.person(), file_name="canary-of-a-file.csv")
    factories.person(email="canary.address@elsewhere.example")
    db.session.commit()


def found_in(text, who):
    """The canaries that somebody came upon and should not have."""
    return {canary for canary, readers in MAY_READ.items() if canary in text and who not in readers}
