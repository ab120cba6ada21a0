"""The letter to a local co-ordinator. It says nothing of what it is about."""

from tracker.mail.letters import LETTERS, to_first_page

LETTERS["mentoring_to_look_at"] = to_first_page("mentoring_to_look_at")
