"""Which consent text our pages show: texts/*.toml, start.consent and share.consent."""

from typing import Final

# Year and month in which the words were last changed: a record names what a person really read.
CONSENT_VERSION: Final = "2026-11"
