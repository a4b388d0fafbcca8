"""What the project promises, and the proof of each promise."""
