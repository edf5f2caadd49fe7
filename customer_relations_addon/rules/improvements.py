"""Did an improvement help? A figure before it and in the period after it."""

from __future__ import annotations

from typing import NamedTuple

BETTER, SAME, WORSE, TOO_EARLY = "better", "same", "worse", "too_early"


class Figures(NamedTuple):
    """What the source of an improvement measured; ``None`` where there is no figure.

    :param label: what was measured, in the language of the reader
    :param target: what the figure should be
    """

    before: float | None = None
    after: float | None = None
    more_is_better: bool = True
    label: str = ""
    unit: str = ""
    target: float | None = None


def effect(figures: Figures, same: float = 0.05) -> str:
    """Return how the figure moved; ``same`` is what counts as no difference.

    >>> effect(Figures(5.0, 8.0)), effect(Figures(5.0, 8.0, more_is_better=False))
    ('better', 'worse')
    >>> effect(Figures(5.0, 5.04)), effect(Figures(5.0))
    ('same', 'too_early')
    >>> effect(Figures(None, 5.0))
    'too_early'
    """
    if figures.before is None or figures.after is None:
        return TOO_EARLY
    gain = round(figures.after - figures.before, 6)
    if abs(gain) < same:
        return SAME
    return BETTER if (gain > 0) == figures.more_is_better else WORSE
