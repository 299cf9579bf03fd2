"""What lies across the norms: which controls serve them, where acts overlap, what hangs on a provision.

set_cover     the smallest set that covers another, proven
control_plan  the controls for a system: the smallest set, in the order of dates
overlap       one piece of work for several acts
impact        what hangs on a provision, norm, concept or control
law_graph     norms and what they stand on, as a graph
"""
