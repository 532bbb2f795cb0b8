"""The log in the database: one writer gives facts and records their places; the tree over them is read for proofs."""
