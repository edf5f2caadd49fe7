"""Is a repair covered by a warranty, and why (not).

Terms of the trade (domain facts 3.5): battery, strap or bracelet, crystal and wear of
the case are excluded almost everywhere, as are misuse, water against the instructions
and opening by somebody who is not authorised; a paid repair is itself guaranteed, as a
rule for 12 months, on what was serviced.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

# What wears out or breaks from outside is not covered by a manufacturer.
EXCLUDED_PARTS = ("battery", "strap", "crystal", "appearance")

# reasons
REPAIR_WARRANTY = "repair_warranty"
MANUFACTURER = "manufacturer"
EXPIRED = "expired"
NO_PROOF = "no_proof"
NO_DATES = "no_dates"
MISUSE = "misuse"
WATER = "water"
OPENED = "opened"


@dataclass(frozen=True)
class Facts:
    """What is known on the day the fault was reported.

    ``repair_until`` is the last day of the guarantee on an earlier repair of the same
    fault.
    """

    reported_on: date
    start: date | None = None
    end: date | None = None
    proof: bool = False
    part: str = "movement"
    misuse: bool = False
    water_misuse: bool = False
    opened_by_others: bool = False
    repair_until: date | None = None


@dataclass(frozen=True)
class Ruling:
    covered: bool
    reason: str


def last_day(start: date, months: int) -> date:
    """Return the last day of a warranty, as the sheet of the serial number counts it.

    >>> last_day(date(2024, 3, 15), 24)
    datetime.date(2026, 3, 14)
    """
    return start + relativedelta(months=months, days=-1)


def rule(facts: Facts) -> Ruling:
    """Say whether it is covered; the first reason that applies counts.

    What the customer did to the watch voids both warranties; a guarantee on our own
    repair needs no card and covers what was repaired, be it a battery.

    >>> day = date(2026, 3, 15)
    >>> sold = Facts(day, start=date(2024, 3, 15), end=day, proof=True)
    >>> rule(sold)
    Ruling(covered=True, reason='manufacturer')
    >>> from dataclasses import replace
    >>> rule(replace(sold, part="battery"))
    Ruling(covered=False, reason='battery')
    >>> rule(replace(sold, reported_on=date(2026, 3, 16)))
    Ruling(covered=False, reason='expired')
    """
    for applies, reason in (
        (facts.misuse, MISUSE),
        (facts.water_misuse, WATER),
        (facts.opened_by_others, OPENED),
    ):
        if applies:
            return Ruling(False, reason)
    if facts.repair_until and facts.reported_on <= facts.repair_until:
        return Ruling(True, REPAIR_WARRANTY)
    if not facts.end:
        return Ruling(False, NO_DATES)
    if facts.reported_on > facts.end:
        return Ruling(False, EXPIRED)
    if facts.part in EXCLUDED_PARTS:
        return Ruling(False, facts.part)
    if not facts.proof:
        return Ruling(False, NO_PROOF)
    return Ruling(True, MANUFACTURER)


def same_fault(
    category: int, cause: int, earlier_category: int, earlier_cause: int
) -> bool:
    """Say whether two repairs of one watch are about the same fault (ids, 0: unknown).

    >>> same_fault(7, 0, 7, 3), same_fault(7, 3, 8, 3), same_fault(7, 0, 8, 0)
    (True, True, False)
    """
    return bool(category and category == earlier_category) or bool(
        cause and cause == earlier_cause
    )
