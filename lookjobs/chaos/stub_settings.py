"""The settings of `chaos --stub`: ours, with an analysis of 50 ms."""

from config.settings import *  # noqa: F403

INSTALLED_APPS += ["lookjobs.chaos.stub"]  # noqa: F405
