"""Days that come back every year."""

from datetime import date


def on_year(day: date, year: int) -> date:
    """Return the anniversary of a day in a year; 29 February moves to the 28th.

    >>> on_year(date(1990, 5, 20), 2026)
    datetime.date(2026, 5, 20)
    >>> on_year(date(1992, 2, 29), 2026)
    datetime.date(2026, 2, 28)
    """
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def next_on(day: date, today: date) -> date:
    """Return the next anniversary of a day, today included, never before the day.

    >>> next_on(date(1990, 5, 20), date(2026, 5, 20))
    datetime.date(2026, 5, 20)
    >>> next_on(date(1990, 5, 20), date(2026, 5, 21))
    datetime.date(2027, 5, 20)
    >>> next_on(date(1992, 2, 29), date(2027, 3, 1))
    datetime.date(2028, 2, 29)
    >>> next_on(date(2027, 1, 3), date(2026, 12, 1))
    datetime.date(2027, 1, 3)
    """
    if day >= today:
        return day
    this_year = on_year(day, today.year)
    return this_year if this_year >= today else on_year(day, today.year + 1)
