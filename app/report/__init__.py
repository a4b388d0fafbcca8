"""How a determination leaves: layout, figures, signatures and their strict verification."""
