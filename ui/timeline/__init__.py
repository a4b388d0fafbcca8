"""The timeline of the facts page: lanes over a folded axis, the list beside them, and the selected event."""
