"""The customers: search, and one page for each that reads like the story of the customership."""
