"""Mentoring: programmes, enrolment, and the sums that bring leaders and mentees together."""
