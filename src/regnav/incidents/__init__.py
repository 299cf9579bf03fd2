"""The clocks that an incident starts: to whom a report goes, by when, and what it must contain.

periods        when a period ends (Reg. 1182/71)
working_days   the holidays of a country, or a list of days
instants       instants and time zones from text
events         what happened, with what is broader and narrower
report         what an answer holds
clocks         which clocks run for a system and an incident, and until when
ics            the answer as an iCalendar file
"""

from __future__ import annotations

from regnav.incidents.clocks import Incident, clocks_of
from regnav.incidents.report import ClockAnswer, IncidentReport

__all__ = ["ClockAnswer", "Incident", "IncidentReport", "clocks_of"]
