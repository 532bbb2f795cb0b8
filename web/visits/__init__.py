"""Company visits made in a year, against the goal."""
