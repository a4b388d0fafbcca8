"""The pure part: values in, values out; no clock, chance, disk, key, log or window."""
