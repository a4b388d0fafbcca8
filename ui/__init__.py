"""The window: Qt widgets over the services; it holds no rule of its own."""
