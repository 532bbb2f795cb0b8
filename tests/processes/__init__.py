"""Tests of the process applications."""
