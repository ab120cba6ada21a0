"""The letters about pairs. None says what it is about before one signs in."""

from tracker.mail.letters import LETTERS, to_first_page

for template in ("mentoring_ended", "mentoring_concern"):
    LETTERS[template] = to_first_page(template)
