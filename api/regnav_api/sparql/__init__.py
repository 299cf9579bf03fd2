"""SPARQL for anyone: the query is read before it runs, and runs in a process that cannot outlive its limits."""
