"""Read a customer out of one line typed at the counter. No Odoo here."""

import re
from typing import NamedTuple

EMAIL = re.compile(r"[^\s<>,;()\"]+@[^\s<>,;()\"]+\.[^\s<>,;()\"]+")
# Eight digits is a Hong Kong number; the shortest real ones have five.
PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d\s().\-]{3,}\d(?!\w)")
MIN_DIGITS = 5


class Contact(NamedTuple):
    """The parts found; a missing one is an empty string."""

    name: str
    phone: str
    email: str


def parse_contact(text: str) -> Contact:
    """Split a typed line into name, phone and e-mail, in any order.

    >>> parse_contact("Chan Tai Man 9123 4567 chan@example.com")
    Contact(name='Chan Tai Man', phone='9123 4567', email='chan@example.com')
    >>> parse_contact("+852 9123-4567")
    Contact(name='', phone='+852 9123-4567', email='')
    >>> parse_contact("陳大文, 91234567")
    Contact(name='陳大文', phone='91234567', email='')
    >>> parse_contact("Ada <ada@example.com>")
    Contact(name='Ada', phone='', email='ada@example.com')
    >>> parse_contact("Shop 27")
    Contact(name='Shop 27', phone='', email='')
    >>> parse_contact("")
    Contact(name='', phone='', email='')
    """
    rest = text or ""
    email = phone = ""
    found = EMAIL.search(rest)
    if found:
        email = found.group().lower()
        rest = rest.replace(found.group(), " ")
    for match in PHONE.finditer(rest):
        if sum(char.isdigit() for char in match.group()) >= MIN_DIGITS:
            phone = match.group().strip()
            rest = rest.replace(match.group(), " ")
            break
    name = re.sub(r"[\s,;<>()\"]+", " ", rest).strip()
    return Contact(name, phone, email)
