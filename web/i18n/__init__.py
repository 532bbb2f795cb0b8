"""Finnish and English: the catalogues, the choice of language, and how times and numbers are written."""
