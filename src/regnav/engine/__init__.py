"""From the rulebook and a described system to an answer.

logic       clauses, and propagation on two rails
law         the rulebook with its states and groups of norms
timeline    a situation through time
verdict     scope · bearer · class · valid · begun · not exempt
missing, readings, explain      what would decide it, who reads it otherwise, and why it is so
fragments, questions, assess    the answer put together
interviewer, comparison         the next question; two answers side by side
"""
