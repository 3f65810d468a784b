"""Benchmarks behind `make bench`: medians and ratios of one run, with the machine's load."""
