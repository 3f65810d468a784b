"""Use cases of merchants: one function each, for API and admin alike."""
