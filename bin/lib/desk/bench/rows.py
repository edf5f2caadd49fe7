"""What can be measured: each row of the table is a module in bench/rows/."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One row, and what it needs.

    :param data: how our complaints lie, see bench/data/: "history" over three years,
        or all of them "open"
    :param copies: the row leaves something behind, so it works on copies
    :param kind: "run", or "dev" where it needs what the tests need (a browser)
    :param whole: all addons are installed, not the complaint desk alone
    :param minutes: how long it takes where that is chosen; such a row runs only when
        it is named
    """

    id: str
    module: str
    title: str
    peer: bool = True
    data: str = "history"
    copies: bool = False
    kind: str = "run"
    whole: bool = False
    minutes: float = 0


ROWS = {
    row.id: row
    for row in (
        Row("P1", "p1_create", "Create one complaint"),
        Row("P2", "p2_batch", "Create 1,000 complaints in one call"),
        Row("P3", "p3_authority", "Who may approve this?", peer=False),
        Row("P3b", "p3b_approve", "Submit a solution and approve it"),
        Row(
            "P4a", "p4a_clock", "The clock finds and marks what is due",
            peer=False, data="open", copies=True,
        ),
        Row(
            "P4b", "p4b_escalate", "Reminders of what is due",
            peer=False, data="open", copies=True,
        ),
        Row("P5", "p5_dashboard", "Dashboard", peer=False),
        Row("P5b", "p5b_lists", "First page of list and kanban"),
        Row(
            "P6", "p6_similar", "Ten most similar past cases, English and Chinese",
            peer=False,
        ),
        Row("P7", "p7_report", "Period report as PDF", peer=False),
        Row(
            "P8", "p8_form", "Open a form in Chromium", copies=True, kind="dev"
        ),
        Row("P9", "p9_load", "50 people at once, two workers", copies=True),
        Row("P10", "p10_mail", "E-mail through the gateway", copies=True),
        Row(
            "P11", "p11_replica", "Reads from a streaming replica",
            peer=False, copies=True,
        ),
        Row(
            "L1", "l1_users", "50 people for ten minutes, two workers",
            peer=False, copies=True, whole=True, minutes=10,
        ),
        Row(
            "L2", "l2_chain", "A day of a chain of 100 shops in five minutes",
            peer=False, copies=True, whole=True, minutes=5,
        ),
    )
}  # fmt: skip


def chosen(names: list[str]) -> list[Row]:
    """Return the rows called so, whatever the case; without names all short ones."""
    by_name = {name.lower(): row for name, row in ROWS.items()}
    wanted = [name.lower() for name in names]
    # "P4" means both of its parts
    found = [
        row
        for name, row in by_name.items()
        if name in wanted or name.rstrip("ab") in wanted or not (wanted or row.minutes)
    ]
    unknown = [
        name
        for name in wanted
        if name not in by_name and not any(n.rstrip("ab") == name for n in by_name)
    ]
    return [] if unknown else found
