"""What programs send that somebody wrote in a hurry, or on purpose."""

import itertools
from collections.abc import Iterator
from urllib.parse import quote

from .sweep import Call, Registry

DEEP: list = []
for _level in range(60):
    DEEP = [DEEP]
LONG = "長" * 50_000
ODD = "\u202eevil\u0000\u200b\ud800\U0001f4a3\r\n\x1b[31m"
NAN, HUGE, ENDLESS = float("nan"), 10**30, float("inf")
# For a field: rotated, so that each kind of field meets each of them on some model.
VALUES = [
    "x", -1, 2**40, HUGE, NAN, ENDLESS, [], {}, [["x"]], {"x": 1}, "a\x00b", "\ud800",
    True, 1.5, "9999-99-99", [[6, 0, ["x"]]], [[0, 0, {"nope": 1}]], [[0]], [[4, -1]],
    [[1, 2**40, {}]], [[9, 9, 9]], DEEP, LONG, ODD, "0001-01-01 00:00:00", None,
]  # fmt: skip
# Instead of the values of a whole record.
WHOLES = ["x", 7, None, [["name", "x"]], {"nope": 1}, {"": 1}, {"\ud800": 1}, DEEP]
# For a parameter of a method.
ARGUMENTS = ["x", -1, HUGE, NAN, {"x": DEEP}, [["x"]], ODD, LONG]
# In the address of a page, in a query or a form. What no address can hold is quoted.
TEXTS = [
    "\x00", "-1", "0", "99999999999999999999", "1e400", "NaN", "٣", "../../etc/passwd",
    "' OR 1=1 --", "%", "\\", "{{7*7}}", ODD.replace("\ud800", ""), "x" * 5_000, "[]",
]  # fmt: skip
# What stands behind the question mark and is no query at all.
QUERIES = ["&&=&=x&%zz=%ff", "a[]=1&a[b]=2&a=3", "=" * 500, "%00=%00", "x=1;y=2", "?"]
BODIES = {
    "application/json": [
        b"", b"{", b"\xff\xfe{}", b'{"params": {"x": NaN, "context": {"lang": "x"}}}',
        b'{"params": {"name": {"x": [[]]}, "signature": 7, "text": [], "page": -1}}',
        b'{"params": {"name": "\\u0000\\ud800", "signature": "\\u0000", "id": 1e999}}',
    ],
    "application/x-www-form-urlencoded": [b"\xff=\xff&&&", b"x" * 70_000, b"%"],
    "multipart/form-data": [b"", b"--x"],
    "multipart/form-data; boundary=x": [
        b'--x\r\nContent-Disposition: form-data; name=a; filename="\x00"\r\n\r\na\r\n',
        b"--x\r\nContent-Disposition: form-data\r\n\r\n\xff\r\n--x--\r\n",
        b"--x" * 2_000,
    ],
    "nonsense": [b"x"],
}  # fmt: skip
HEADERS = [
    {"Accept-Language": "\xff,;;q=x,zz_ZZ@;q=-1," + "a" * 500},
    {"Cookie": "session_id=../../x; frontend_lang=xx_YY%00; tz=Nowhere/City"},
    {"X-Forwarded-For": "not, an, address", "X-Forwarded-Host": "h\xe9"},
    {"Range": "bytes=9-1,-", "If-None-Match": "*", "Accept": "/;q=x"},
    {"Content-Length": "0", "Origin": "null", "Referer": "::"},
]


def for_fields(registry: Registry, model: str, id_: int, count: int) -> Iterator[Call]:
    """Create and write with so many impossible values for each field."""
    values = itertools.cycle(VALUES)
    # another beginning for each model
    for _skipped in range(sum(map(ord, model)) % len(VALUES)):
        next(values)
    # a ticket without a name is none of ours, and Odoo's own affair
    base = {"name": "x", "description": "x"} if model == "helpdesk.ticket" else {}
    for name, field in registry.models[model]["fields"].items():
        if field["computed"] and not field["stored"]:
            continue
        for number in range(count):
            junk = {name: next(values)}
            if number % 2 or not id_:
                yield (model, "create", [[base | junk]], {})
            else:
                yield (model, "write", [[id_], junk], {})
    for whole in WHOLES:
        yield (model, "create", [[whole]], {})
        if id_:
            yield (model, "write", [[id_], whole], {})
    yield (model, "create", [{"x": 1}], {"context": {"default_name": DEEP}})


def for_methods(registry: Registry, model: str, id_: int) -> Iterator[Call]:
    """Each of our methods with junk for each parameter, one after the other."""
    for method in registry.methods(model):
        if not (method["model"] or id_):
            continue
        ids = [] if method["model"] else [[id_]]
        names = [name for name, _optional in method["parameters"]]
        for name in names:
            for junk in ARGUMENTS:
                given = {**dict.fromkeys(names), name: junk}
                yield (model, method["name"], ids, given)


def in_address(text: str) -> str:
    return quote(text, safe="")
