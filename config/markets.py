"""The one market there is. Another market gets its own tables and rules."""

from typing import Final

US: Final = "US"
