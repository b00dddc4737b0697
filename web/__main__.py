"""``python -m web`` is the command line, also where no script is installed."""

from web.cli import main

if __name__ == "__main__":
    main(prog_name="xiupu")
