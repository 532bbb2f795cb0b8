"""Parser classes for flow nodes: one small file per kind."""
