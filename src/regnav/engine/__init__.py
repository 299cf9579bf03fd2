"""From the rulebook and a described system to an answer.

logic, exchange         clauses, and propagation on two rails; the same facts with other versions of a few concepts
law, timeline           the rulebook with its states and groups of norms; a situation through time
conditions, windows     scope · bearer · class of all norms at once, as bits; valid · begun · not exempt, from day to day
verdict                 both together: the status of each group of norms
missing, hanging        the facts that would decide it, and the presumptions on which it rests
readings, explain       who reads it otherwise, and why it is so
regimes, questions, citations   which law is asked about, how its questions and provisions are shown
fragments, answer, assess       the answer put together from parts, and the way in
writing                 its JSON, joined from parts that are encoded once
interviewer, comparison         the next question; two answers side by side

Speed comes from sharing: groups of norms that stand alike, proofs, and whatever hangs on the law alone. What is kept between answers is bounded
by the law, never by the systems that were asked about.
"""
