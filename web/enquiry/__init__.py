"""The public page by which an enterprise makes contact, without an account."""
