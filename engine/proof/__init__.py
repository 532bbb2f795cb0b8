"""Proofs that a history is complete and unchanged: a Merkle tree, signed checkpoints, and what a third party checks.

This package needs nothing but the standard library and `cryptography`, and nothing else of the project: it is also
what `polku audit verifier` writes as one file, for somebody who wants to check without Polku.
"""
