"""The values that FEEL computes with. null, booleans, strings, lists and contexts are Python's own."""
