"""The measuring of the language check and of the leak check: corpus, split, training, figures."""
