"""Text as a QR code: the modules of the square, for whoever draws them."""


class QrSquares:
    """QR codes (`ports.Squares`)."""

    def of(self, text: str) -> tuple[tuple[bool, ...], ...]:
        """The rows of dark (True) and light modules, quiet zone included; a quarter of them may be spoilt (level Q)."""
        import segno

        code = segno.make_qr(text, error="q")
        return tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=4))
