"""Was the sender's domain proven? Our own mail server is believed only. No Odoo."""

import re

from .mail_headers import COMMENT, QUOTED, Headers

METHOD = re.compile(r"\b(dmarc|dkim)\s*=\s*([a-z]+)", re.IGNORECASE)
PROPERTY = re.compile(r"\b(header\.(?:from|d|i))\s*=\s*([^\s;]+)", re.IGNORECASE)
LONGEST, DEEPEST = 8192, 10
VERIFIED, FAILED, UNKNOWN = "verified", "failed", "unknown"


def standing(headers: Headers, server: str | None) -> str:
    """Return "verified", "failed" or "unknown" for the domain in From.

    :param server: the authserv-id our receiving mail server writes (RFC 8601); it has
        to remove what others write in its name
    """
    senders = set(headers.senders)
    if not server or len(senders) != 1 or len(headers.all("from")) != 1:
        return UNKNOWN
    domain = senders.pop().rpartition("@")[2]
    for value in headers.all("authentication-results"):
        # the topmost is the last that was written
        results = _results(value, server)
        if results is not None:
            return _judge(results, domain)
    return UNKNOWN


def _results(value: str, server: str) -> list[tuple[str, str, dict]] | None:
    """Return (method, result, properties) of a header written by this server."""
    value = value[:LONGEST]
    for _depth in range(DEEPEST):
        value = COMMENT.sub(" ", value)
    who, *parts = QUOTED.sub(" ", value).split(";")
    words = who.split()
    if not words or words[0].lower() != server.strip().lower():
        return None
    found = []
    for part in parts:
        method = METHOD.match(part.strip())
        if method:
            properties = {
                name.lower(): text.lower() for name, text in PROPERTY.findall(part)
            }
            found.append((method[1].lower(), method[2].lower(), properties))
    return found


def _judge(results: list[tuple[str, str, dict]], domain: str) -> str:
    for method, result, properties in results:
        if method == "dmarc":
            if result == "pass" and properties.get("header.from", domain) == domain:
                return VERIFIED
            if result == "fail":
                return FAILED
    for method, result, properties in results:
        signer = properties.get("header.d") or properties.get("header.i", "")
        signer = signer.rpartition("@")[2]
        if method == "dkim" and result == "pass" and _aligned(domain, signer):
            return VERIFIED
    return UNKNOWN


def _aligned(domain: str, signer: str) -> bool:
    """Say whether who signed may speak for the domain in From.

    >>> _aligned("shop.example.com", "example.com"), _aligned("example.com", "com")
    (True, False)
    """
    if "." not in signer:
        return False
    return domain == signer or domain.endswith("." + signer)
