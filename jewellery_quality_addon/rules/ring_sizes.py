"""Ring sizes between the systems; all go through the inner circumference in mm.

Sources:
- ISO 8653: the size is the inner circumference in mm, 41 to 76 (gessweinsiam.com
  4-scale-finger-gauge; en.wikipedia.org/wiki/Ring_size).
- United States: 0.8128 mm of diameter a size, size 0 = 11.63 mm (same page).
- United Kingdom, Ireland, Australia: 1.25 mm of circumference a letter, 37.5 mm at A
  (astardiamonds.co.uk/ring-size-conversion for the step; J½ 49.3, L½ 51.9, N½ 54.4 of
  the Wikipedia chart for the start).
- Italy, Spain, Switzerland: circumference less 40 (Wikipedia).
- Hong Kong: chart of mooimooijewellery.com/pages/ring-size-guide, sizes 6 to 26 as
  inner diameters; no standard lies behind it, and charts of other shops differ by up to
  half a size. Measure the ring, do not trust the number.
"""

import math

SMALLEST, LARGEST = 41.0, 76.0
US_STEP, US_ZERO = 0.8128, 11.63
UK_STEP, UK_A = 1.25, 37.5
HK_DIAMETERS = {
    6: 14.1,
    7: 14.5,
    8: 14.8,
    9: 15.2,
    10: 15.5,
    11: 15.9,
    12: 16.2,
    13: 16.6,
    14: 16.9,
    15: 17.3,
    16: 17.7,
    17: 18.0,
    18: 18.3,
    19: 18.7,
    20: 19.0,
    21: 19.4,
    22: 19.7,
    23: 20.1,
    24: 20.4,
    25: 20.8,
    26: 21.1,
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def diameter(circumference: float) -> float:
    """Return the inner diameter in mm.

    >>> round(diameter(52), 1)
    16.6
    """
    return circumference / math.pi


def from_us(size: float) -> float:
    """Return the circumference of a size of the United States.

    >>> round(from_us(6), 1), round(from_us(10), 1)
    (51.9, 62.1)
    """
    return math.pi * (US_ZERO + US_STEP * size)


def to_us(circumference: float) -> float:
    """Return the nearest quarter size.

    >>> to_us(51.9), to_us(54.4)
    (6.0, 7.0)
    """
    return round((diameter(circumference) - US_ZERO) / US_STEP * 4) / 4


def from_uk(size: str) -> float:
    """Return the circumference of a letter, with or without a half; Z+1 and up.

    >>> from_uk("L½"), from_uk("n 1/2"), from_uk("Z+1")
    (51.875, 54.375, 70.0)
    """
    text = size.upper().replace(" ", "").replace("1/2", "½")
    half = text.endswith("½")
    if half:
        text = text[:-1]
    letter, _plus, beyond = text.partition("+")
    if len(letter) != 1 or letter not in LETTERS or (beyond and letter != "Z"):
        raise ValueError(size)
    steps = LETTERS.index(letter) + (int(beyond) if beyond else 0) + (0.5 * half)
    return UK_A + UK_STEP * steps


def to_uk(circumference: float) -> str:
    """Return the nearest half size.

    >>> to_uk(51.9), to_uk(54.0), to_uk(70.0)
    ('L½', 'N', 'Z+1')
    """
    halves = max(round((circumference - UK_A) / UK_STEP * 2), 0)
    steps, half = divmod(halves, 2)
    last = len(LETTERS) - 1
    name = LETTERS[steps] if steps <= last else f"Z+{steps - last}"
    return f"{name}½" if half else name


def from_hk(size: int) -> float:
    """Return the circumference of a Hong Kong size.

    >>> round(from_hk(14), 1)
    53.1
    """
    return math.pi * HK_DIAMETERS[size]


def to_hk(circumference: float) -> int | None:
    """Return the nearest Hong Kong size; nothing outside the chart.

    >>> to_hk(53), to_hk(44.3), to_hk(75)
    (14, 6, None)
    """
    wanted = diameter(circumference)
    if not HK_DIAMETERS[6] - 0.2 <= wanted <= HK_DIAMETERS[26] + 0.2:
        return None
    return min(HK_DIAMETERS, key=lambda size: abs(HK_DIAMETERS[size] - wanted))


def from_south(size: float) -> float:
    """Return the circumference of an Italian, Spanish or Swiss size.

    >>> from_south(12)
    52
    """
    return size + 40


def to_south(circumference: float) -> float:
    """Return the Italian, Spanish or Swiss size, to a quarter.

    >>> to_south(51.9)
    12.0
    """
    return round((circumference - 40) * 4) / 4


def all_systems(circumference: float) -> dict[str, str]:
    """Return the size in each system, as it is said.

    >>> all_systems(52)
    {'iso': '52', 'hk': '13', 'us': '6', 'uk': 'L½', 'it': '12'}
    """
    hk = to_hk(circumference)
    return {
        "iso": f"{circumference:g}",
        "hk": str(hk) if hk else "–",
        "us": f"{to_us(circumference):g}",
        "uk": to_uk(circumference),
        "it": f"{to_south(circumference):g}",
    }
