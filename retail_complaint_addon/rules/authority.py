"""Who may decide a package: the plain decision, without database or clock.

Amounts are ``Decimal``; a sum is given once per currency that occurs in the register
(``Need.sums``), so that each limit is compared in its own currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class Need:
    """What one package asks of the register.

    :param type_ids: solution types of its lines; never empty
    :param category_path: the category of the case and all its ancestors
    :param sums: currency id -> the sum to be covered, in that currency
    """

    type_ids: frozenset[int]
    category_path: frozenset[int]
    sums: Mapping[int, Decimal]


@dataclass(frozen=True)
class Grant:
    """One authority record in the hand of one user on the day of the decision.

    :param limit: in ``currency_id``; None = unlimited
    :param rank: the limit in the company's currency, to order people; Infinity when
        unlimited
    :param type_ids: solution types it covers; empty = every type
    :param category_ids: category branches it covers; empty = every category
    :param deputy_for: the absent user whose authority this is, None for the own
    """

    record_id: int
    currency_id: int
    limit: Decimal | None
    rank: Decimal
    type_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()
    deputy_for: int | None = None

    def covers_category(self, path: frozenset[int]) -> bool:
        return not self.category_ids or bool(self.category_ids & path)

    def covers_type(self, type_id: int) -> bool:
        return not self.type_ids or type_id in self.type_ids

    def reaches(self, need: Need) -> bool:
        """Whether the limit covers the sum in the currency of the record."""
        return self.limit is None or need.sums[self.currency_id] <= self.limit


@dataclass(frozen=True)
class Candidate:
    """A user who can see the case, with everything the register gives them.

    :param local: belongs to the store of the case
    :param present: not absent on the day
    """

    user_id: int
    grants: tuple[Grant, ...] = field(default_factory=tuple)
    local: bool = False
    present: bool = True


def decisive_grant(grants: Iterable[Grant], need: Need) -> Grant | None:
    """Return the grant a decision on this need would rest on, or None.

    Every type of the package must be covered by a grant that also reaches the whole
    sum. The best grant counts for each type, the weakest of these is the decisive one.

    >>> hkd = 1
    >>> need = Need(frozenset({7}), frozenset({3}), {hkd: Decimal(900)})
    >>> decisive_grant([Grant(1, hkd, Decimal(1000), Decimal(1000))], need).record_id
    1
    >>> decisive_grant([Grant(1, hkd, Decimal(899), Decimal(899))], need) is None
    True
    """
    usable = [
        grant
        for grant in grants
        if grant.covers_category(need.category_path) and grant.reaches(need)
    ]
    best = []
    for type_id in need.type_ids:
        covering = [grant for grant in usable if grant.covers_type(type_id)]
        if not covering:
            return None
        best.append(max(covering, key=_own_before_deputy))
    return min(best, key=_own_before_deputy, default=None)


def _own_before_deputy(grant: Grant) -> tuple[Decimal, bool, int]:
    return grant.rank, grant.deputy_for is None, -grant.record_id


def own_grant(grants: Iterable[Grant], need: Need) -> Grant | None:
    """Return the grant that lets the requester decide alone, or None.

    What a user holds as somebody's deputy is no authority over the own request.
    """
    return decisive_grant([g for g in grants if g.deputy_for is None], need)


def grant_over_other(
    grants: Iterable[Grant], need: Need, requester_id: int
) -> Grant | None:
    """Return the grant for deciding somebody else's request, or None.

    Authority of the requester never comes back through a deputy.
    """
    return decisive_grant([g for g in grants if g.deputy_for != requester_id], need)


def choose_deciders(
    candidates: Iterable[Candidate], need: Need, requester_id: int
) -> list[int]:
    """Return the users who are asked to decide, empty when nobody can.

    The holders with the lowest sufficient limit are asked, those of the store first;
    the next level only when nobody on this one can decide.

    >>> need = Need(frozenset({7}), frozenset({3}), {1: Decimal(5000)})
    >>> def holder(user, limit, **kw):
    ...     grant = Grant(user, 1, Decimal(limit), Decimal(limit))
    ...     return Candidate(user, (grant,), **kw)
    >>> people = [holder(1, 1000), holder(2, 10000), holder(3, 50000)]
    >>> choose_deciders(people, need, requester_id=1)
    [2]
    >>> choose_deciders(people, need, requester_id=2)
    [3]
    """
    levels: dict[Decimal, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.user_id == requester_id or not candidate.present:
            continue
        grant = grant_over_other(candidate.grants, need, requester_id)
        if grant:
            levels.setdefault(grant.rank, []).append(candidate)
    if not levels:
        return []
    level = levels[min(levels)]
    local = [candidate for candidate in level if candidate.local]
    return sorted({candidate.user_id for candidate in local or level})


def covered_later(limit: Decimal | None, sum_now: Decimal) -> bool:
    """Whether a decision on record still covers the sum of this moment.

    :param limit: limit of the record the decision rests on; None = unlimited
    :param sum_now: the sum now, in the currency of the limit, at the rates of the
        decision
    """
    return limit is None or sum_now <= limit


@dataclass(frozen=True)
class Facts:
    """What a condition looks at: the case and the package of one moment."""

    severity: int
    legal_hold: bool
    category_path: frozenset[int]
    type_sums: Mapping[int, Decimal]


@dataclass(frozen=True)
class Condition:
    """What always needs the approval of a group. Every criterion set must hold.

    :param min_severity: rank of the severity, None = any
    :param amount_from: reached by the sum of ``type_ids`` (all types when empty), in
        ``currency_id``; None = any amount
    """

    record_id: int
    min_severity: int | None = None
    legal_hold: bool = False
    category_ids: frozenset[int] = frozenset()
    type_ids: frozenset[int] = frozenset()
    amount_from: Decimal | None = None
    currency_id: int | None = None


def condition_applies(condition: Condition, facts: Facts) -> bool:
    """
    :param facts: ``type_sums`` in the currency of the condition, every type of the
        package present even with amount 0
    """
    if condition.legal_hold and not facts.legal_hold:
        return False
    if condition.min_severity is not None and facts.severity < condition.min_severity:
        return False
    if condition.category_ids and not condition.category_ids & facts.category_path:
        return False
    hit = [
        amount
        for type_id, amount in facts.type_sums.items()
        if not condition.type_ids or type_id in condition.type_ids
    ]
    if not hit:
        return False
    return condition.amount_from is None or sum(hit) >= condition.amount_from
