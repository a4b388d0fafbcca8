"""Everything of Evenhand but the window: the domain, what people do with it, how it rests and how it leaves."""

__version__ = "0.1.0"
