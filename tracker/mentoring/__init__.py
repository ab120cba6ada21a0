"""Mentoring: programmes, enrolment, and the sums that bring leaders and mentees together."""

from tracker.mentoring.routes import blueprint

__all__ = ["blueprint"]
