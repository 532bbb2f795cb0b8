"""What a diagram means, as immutable values: no XML, no database, no behaviour."""
