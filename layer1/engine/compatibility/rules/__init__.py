"""One module a difference: what to do where the user has less of it, more of it, or another type.

A rule is data and one pure choice; the area's strongest rule makes its adjustment.
"""
