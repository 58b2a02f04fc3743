"""Runs every benchmark and prints one line each: `make bench`."""

from bench.door import one_act_against_raw_statements
from bench.reader import reading_the_sample
from bench.sealing import sealing_and_verifying

if __name__ == "__main__":
    print(one_act_against_raw_statements())
    print(reading_the_sample())
    print(sealing_and_verifying())
