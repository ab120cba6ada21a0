"""How somebody showed a provider that it is them."""

from typing import Any

# The values of `amr` in RFC 8176, and "fido", which some providers say.
KINDS = (
    frozenset({"pwd", "pin", "kba"}),  # what somebody knows
    frozenset({"hwk", "swk", "otp", "sms", "tel", "sc", "fido"}),  # what they have
    frozenset({"face", "fpt", "iris", "retina", "vbm"}),  # what they are
)


def is_strong(methods: Any) -> bool:
    """Whether the provider asked for two kinds of proof, or says that it asked for several.

    Whatever is not a list of methods says nothing.
    """
    if not isinstance(methods, list):
        return False
    said = {method for method in methods if isinstance(method, str)}
    return "mfa" in said or sum(bool(said & kind) for kind in KINDS) > 1
