"""What browsers are told they may do with our pages.

Nothing inline and nothing from elsewhere. Wagtail's editor has inline scripts and styles, so its
path alone has a looser policy (``marketplace.web.middleware.ContentPolicy``).
"""

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

EDITORS_PATH = "/cms/"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but for an editor's preview

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],  # an editor previews a page in a frame of the same site
        "base-uri": [NONE],
    },
}

EDITORS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
}

# Passkeys need publickey-credentials-*, which a page has unless it is told otherwise.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
