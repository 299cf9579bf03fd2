"""`python -m regnav` is the command line."""

from regnav.cli import main

if __name__ == "__main__":
    main()
