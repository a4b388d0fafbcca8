"""How fast and how large, as ratios against a named rival or limit in the same run; reported, never asserted."""
