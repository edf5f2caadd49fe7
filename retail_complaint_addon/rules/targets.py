"""Which target applies to a case: the most specific one that says something."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .working_time import Span

KINDS = ("acknowledge", "notice", "resolve", "wait")


class Target(NamedTuple):
    """One row of the table; what is ``None`` or 0 holds for every case.

    :param spans: {kind: span, or ``None`` for "no target"}; a kind that is not there
        is left to the more general rows
    """

    record_id: int
    spans: Mapping[str, Span | None]
    category_id: int = 0
    severity: str = ""
    channel_id: int = 0
    company_id: int = 0


class Scope(NamedTuple):
    """What of a case decides its targets.

    :param category_path: ids from the root of the tree down to the category
    """

    company_id: int = 0
    category_path: tuple[int, ...] = ()
    severity: str = ""
    channel_id: int = 0


def matches(target: Target, scope: Scope) -> bool:
    """Say whether a row holds for a case.

    >>> row = Target(1, {}, category_id=4, severity="major")
    >>> matches(row, Scope(1, (2, 4, 9), "major"))
    True
    >>> matches(row, Scope(1, (2, 4, 9), "minor")), matches(row, Scope(1, (2,)))
    (False, False)
    """
    return (
        target.category_id in (0, *scope.category_path)
        and target.severity in ("", scope.severity)
        and target.channel_id in (0, scope.channel_id)
        and target.company_id in (0, scope.company_id)
    )


def specificity(target: Target, scope: Scope) -> tuple[int, bool, bool, bool, int]:
    """Return what rows are compared by; the greatest wins.

    The category counts first (the deeper, the more specific), then the severity, then
    the channel, then whether the row is the company's own; the older of two equal
    rows.
    """
    depth = 0
    if target.category_id:
        depth = 1 + scope.category_path.index(target.category_id)
    return (
        depth,
        bool(target.severity),
        bool(target.channel_id),
        bool(target.company_id),
        -target.record_id,
    )


def choose(targets: Iterable[Target], scope: Scope) -> dict[str, Target]:
    """Return {kind: the row that decides it}; kinds no row speaks of are left out."""
    found = [target for target in targets if matches(target, scope)]
    found.sort(key=lambda target: specificity(target, scope))
    return {kind: target for target in found for kind in target.spans}


def spans(
    targets: Iterable[Target], scope: Scope, general: Mapping[str, Span | None]
) -> dict[str, Span | None]:
    """Return {kind: span} for a case.

    :param general: what holds where no row says anything

    >>> rows = [
    ...     Target(1, {"resolve": Span(5)}, severity="critical"),
    ...     Target(2, {"resolve": Span(22)}, category_id=7),
    ... ]
    >>> general = {"acknowledge": Span(1), "resolve": Span(10)}
    >>> spans(rows, Scope(1, (7,), "critical"), general)["resolve"]
    Span(amount=22, unit='days')
    >>> spans(rows, Scope(1, (8,), "critical"), general)["resolve"]
    Span(amount=5, unit='days')
    >>> spans(rows, Scope(1, (8,), "minor"), general)["resolve"]
    Span(amount=10, unit='days')
    """
    rows = choose(targets, scope)
    return {**general, **{kind: row.spans[kind] for kind, row in rows.items()}}
