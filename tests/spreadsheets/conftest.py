"""The same plan in the making, and the same posts, as where a plan is filled in by hand."""

from tests.drafting.conftest import action, chair, draft, owner, people_officer, ready

__all__ = ["action", "chair", "draft", "owner", "people_officer", "ready"]
