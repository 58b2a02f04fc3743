"""The same life of a task under other libraries: eight transitions, each committed with a row in a log.

Each file is a program for an environment of its own (`requirements.txt`): it takes a folder for its database, then a
line for each round, `LIVES CALLERS`, and answers with the seconds it took.
"""
