"""Posts, who holds them and who drafts for whom."""

from tracker.posts.routes import blueprint

__all__ = ["blueprint"]
