"""`python -m ringback` is `ringback`."""

from ringback.cli.start import main

if __name__ == "__main__":
    main()
