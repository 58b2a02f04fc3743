"""`python -m duban.inbox`: serve the inbox until it is stopped."""

from duban.inbox.serve import run

if __name__ == "__main__":
    run()
