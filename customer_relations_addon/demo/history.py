"""Customers of the demo shops: known, visited, called, promised to, asked and measured.

Started by ``bin/demo``: ``history.build(env)``, after those of the other addons,
because it looks back at what they told. What comes in hundreds is written in batches
with its dates; what people decide goes through the same methods as in the browser.
"""

from odoo.addons.retail_complaint_addon.demo import history as retail

from . import (
    assessments,
    enquiries,
    exchanges,
    figures,
    handovers,
    helping,
    people,
    policies,
    privacy,
    shops,
    talks,
)
from .desk import ADDON, RelationsDesk

DONE = f"{ADDON}.demo_history"
# Modules of this folder that tell something.
PARTS = (
    people,
    policies,
    exchanges,
    enquiries,
    privacy,
    helping,
    handovers,
    shops,
    assessments,
    talks,
    figures,
)


def build(env, months=24, now=None):
    """Make the history and commit it; a second call does nothing.

    :param int months: how far exchanges go back; 0 leaves what is open today
    :return: number of actions
    """
    done = retail.tell(env, DONE, lambda desk: _tell(desk, months), now, RelationsDesk)
    # What was sent in the past has arrived.
    waiting = [("state", "in", ("outgoing", "exception"))]
    sent = env["mail.mail"].sudo().search(waiting)
    sent.filtered(lambda mail: mail.model != "helpdesk.ticket").unlink()
    env.cr.commit()
    return done


def _tell(desk, months):
    desk.months = months
    desk.known = people.known(desk)
    for part in PARTS:
        for script in part.scripts(desk):
            desk.add(script)
    return desk.run()
