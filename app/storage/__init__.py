"""How a case rests: key slots, vaults, the encrypted entry log, dossiers on disk."""
