"""Measurements that can be repeated: `python -m tests.benchmarks` lists them, `make bench` runs them all."""
