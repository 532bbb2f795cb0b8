"""The scorecard: the office's ten goals with their trends, to look at, to read and to take along."""
