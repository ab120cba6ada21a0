"""The picture that an authenticator app reads with the phone's camera."""

import segno
from markupsafe import Markup


def picture_of(address: str) -> Markup:
    """A QR code as inline SVG, which says in words what it is."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True,
        svgclass="tracker-qr",
        lineclass=None,
        dark="#000",
        light="#fff",
        title="Picture to scan with your authenticator app",
    )
    return Markup(drawn.replace("<svg", '<svg role="img"', 1))
