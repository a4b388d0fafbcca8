"""What people do with a case, one verb per function, over the ports they need."""
