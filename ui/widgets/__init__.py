"""The building blocks of the pages: each draws itself from the tokens and says what it is to a screen reader."""
