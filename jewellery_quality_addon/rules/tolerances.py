"""What a measured figure may be, from what the piece is sold as.

Every range carries its source; "ours" is said where no standard gives a figure.
"""

from typing import NamedTuple

OPEN = 1_000_000.0
# Parts of a millionth of a piercing limit are below what anybody measures.
BELOW = 0.00001

FINENESS = "ISO 9202: the mark is a minimum, there is no minus tolerance"
WEIGHT = "guaranteed minimum weight (kolquality.com); 0.01 g, the step of a scale: ours"
CONTACT = "GIA benchmark: 30 to 50 % of the distance; V prong 50 %"
HEIGHT = "GIA benchmark: 60 to 80 % of the table; V prong 90 to 100 %"
PLATING = (
    "flash below 0.5 µm, plated 0.5, vermeil and heavy 2.5, plaqué 5 "
    "(jewelryelement.com, orchid.ganoksin.com, azfindings.com)"
)
NICKEL = "REACH Annex XVII entry 27, EN 1811:2023"
SIZE = "ISO 8653: sizes are 1 mm apart; half a step: ours"
CARAT = "laboratories state 0.01 ct"
GRADE = "one grade is the accepted spread, three are taken for deceit (jckonline.com)"

SCALE_STEP = 0.01
SIZE_STEP = 0.5
CARAT_STEP = 0.01
GRADES, DECEIT = 1, 3
PLATING_LEAST = {
    "flash": 0.0,
    "plated": 0.5,
    "heavy": 2.5,
    "vermeil": 2.5,
    "plaque": 5.0,
}
NICKEL_MOST = {"piercing": 0.2 - BELOW, "skin": 0.5}


class Piece(NamedTuple):
    """What a piece is sold as; 0 and "" are "not known"."""

    fineness: float = 0.0
    weight_g: float = 0.0
    ring_size: float = 0.0
    plating_kind: str = ""
    plating_um: float = 0.0
    worn_as: str = ""
    v_prongs: bool = False
    carat: float = 0.0


class Tolerance(NamedTuple):
    low: float
    high: float
    source: str


def of(criterion: str, piece: Piece) -> Tolerance | None:
    """Return the range of a criterion; nothing when the piece does not tell.

    >>> of("fineness", Piece(fineness=750))[:2]
    (750, 1000.0)
    >>> of("fineness", Piece()) is None
    True
    >>> of("plating", Piece(plating_kind="vermeil"))[:2]
    (2.5, 1000000.0)
    >>> of("nickel", Piece(worn_as="piercing")).high < 0.2
    True
    """
    rule = RULES.get(criterion)
    return rule(piece) if rule else None


def _fineness(piece: Piece) -> Tolerance | None:
    if not piece.fineness:
        return None
    return Tolerance(piece.fineness, 1000.0, FINENESS)


def _weight(piece: Piece) -> Tolerance | None:
    if not piece.weight_g:
        return None
    return Tolerance(round(piece.weight_g - SCALE_STEP, 3), OPEN, WEIGHT)


def _contact(piece: Piece) -> Tolerance:
    return Tolerance(50.0 if piece.v_prongs else 30.0, 50.0, CONTACT)


def _height(piece: Piece) -> Tolerance:
    low, high = (90.0, 100.0) if piece.v_prongs else (60.0, 80.0)
    return Tolerance(low, high, HEIGHT)


def _plating(piece: Piece) -> Tolerance | None:
    if not piece.plating_kind and not piece.plating_um:
        return None
    least = PLATING_LEAST.get(piece.plating_kind, 0.0)
    return Tolerance(max(least, piece.plating_um), OPEN, PLATING)


def _nickel(piece: Piece) -> Tolerance | None:
    if not piece.worn_as:
        return None
    return Tolerance(0.0, NICKEL_MOST.get(piece.worn_as, OPEN), NICKEL)


def _ring_size(piece: Piece) -> Tolerance | None:
    if not piece.ring_size:
        return None
    low, high = piece.ring_size - SIZE_STEP, piece.ring_size + SIZE_STEP
    return Tolerance(low, high, SIZE)


def _carat(piece: Piece) -> Tolerance | None:
    if not piece.carat:
        return None
    low = round(piece.carat - CARAT_STEP, 3)
    return Tolerance(low, round(piece.carat + CARAT_STEP, 3), CARAT)


def _grades(_piece: Piece) -> Tolerance:
    return Tolerance(-OPEN, float(GRADES), GRADE)


RULES = {
    "fineness": _fineness,
    "weight": _weight,
    "prong_contact": _contact,
    "prong_height": _height,
    "plating": _plating,
    "nickel": _nickel,
    "ring_size": _ring_size,
    "carat": _carat,
    "colour": _grades,
    "clarity": _grades,
}
# What can be measured at all; outside is a slip of the pen or of the unit.
POSSIBLE = {
    "fineness": (1.0, 1000.0),
    "weight": (0.01, 20000.0),
    "prong_contact": (0.0, 100.0),
    "prong_height": (0.0, 150.0),
    "plating": (0.0, 100.0),
    "nickel": (0.0, 1000.0),
    "ring_size": (30.0, 90.0),
    "carat": (0.001, 20000.0),
    "colour": (-22.0, 22.0),
    "clarity": (-10.0, 10.0),
}
# A figure of 0 is a result; elsewhere it is a field nobody filled.
ZERO_IS_A_RESULT = frozenset(
    {"prong_contact", "plating", "nickel", "colour", "clarity"}
)


def says_nothing(criterion: str, low: float, high: float) -> bool:
    """Say whether a range lets everything pass that can be measured.

    >>> says_nothing("fineness", 0, 1000), says_nothing("nickel", 0, 0.5)
    (True, False)
    """
    if criterion not in POSSIBLE:
        return False
    least, most = POSSIBLE[criterion]
    return low <= least and high >= most


def possible(criterion: str, value: float) -> bool:
    """Say whether anybody can have measured this.

    >>> possible("fineness", 735), possible("fineness", 0), possible("nickel", 0)
    (True, False, True)
    """
    low, high = POSSIBLE.get(criterion, (-OPEN, OPEN))
    if value == 0 and criterion not in ZERO_IS_A_RESULT and criterion in POSSIBLE:
        return False
    return low <= value <= high


def critical(criterion: str, value: float, low: float, high: float) -> bool:
    """Say whether a figure outside its range is critical whoever made the test.

    >>> critical("fineness", 749.9, 750, 1000), critical("fineness", 750, 750, 1000)
    (True, False)
    >>> critical("colour", 2, -22, 1), critical("colour", 3, -22, 1)
    (False, True)
    >>> critical("ring_size", 60, 51.5, 52.5)
    False
    """
    if low <= value <= high:
        return False
    if criterion in ("colour", "clarity"):
        return value >= DECEIT
    return criterion in ("fineness", "nickel", "carat")
