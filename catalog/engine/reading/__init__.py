"""Reads finish, coverage, undertone, category, size and colour out of a merchant's own words.

One field a module, one function a module. Each answers a value, or None where the words do not say
it or say two things at once: then the field stays unknown.
"""
