"""Links that people write down and others click on."""

WEB = ("https://", "http://")


def is_harmless(text: str) -> bool:
    """Say whether a click on the text leads to a web page at most.

    A browser takes what has "://" in it as it is, also a program.

    >>> is_harmless("https://example.com/review/7"), is_harmless("example.com")
    (True, True)
    >>> is_harmless("javascript://%0aalert(1)"), is_harmless("javascript:a('://')")
    (False, False)
    """
    address = text.strip().lower()
    return "://" not in address or address.startswith(WEB)
