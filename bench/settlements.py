"""A case and a package of 5,000 on both sides: above the clerk's limit."""

from tickets import values

from odoo import Command

AMOUNT = 5000


def case(side, env):
    return env["helpdesk.ticket"].create(values(side, env, 1))


def package(ticket, amount: float = AMOUNT):
    """A draft: an apology and a refund."""
    env = ticket.env
    lines = [("apology", 0), ("refund", amount)]
    return env["complaint.solution"].create(
        {
            "ticket_id": ticket.id,
            "line_ids": [
                Command.create(
                    {
                        "type_id": env.ref(
                            f"retail_complaint_addon.solution_type_{code}"
                        ).id,
                        **({"amount": sum_} if sum_ else {}),
                    }
                )
                for code, sum_ in lines
            ],
        }
    )


def settlement(ticket, amount: float = AMOUNT):
    """The same for the peer."""
    lines = [{"name": "Apology"}, {"name": "Refund", "amount": amount}]
    return ticket.env["desk.bench.settlement"].create(
        {
            "name": "Refund",
            "ticket_id": ticket.id,
            "line_ids": [Command.create(line) for line in lines],
        }
    )
