"""A process application of the queue's tests: one job, which may get stuck outside of any transaction."""
