"""Jewellery stories for the demo database, told after those of the retail addon.

Started by ``bin/demo``: ``history.build(env)``. Each part of the addon has a module
here with ``scripts(desk)``: generators that yield the moment of their next action, see
``retail_complaint_addon/demo/desk.py``.
"""

from odoo.addons.retail_complaint_addon.demo import history as retail

from . import critical, open_cases, ordinary, reports, several, trade
from .desk import ADDON, JewelleryDesk

DONE = f"{ADDON}.demo_history"
# Modules of this folder that tell something.
PARTS = (ordinary, critical, several, trade, open_cases, reports)


def build(env, months=24, now=None):
    """Make the history and commit it; a second call does nothing.

    :param int months: how far ordinary cases go back; 0 leaves the stories
    :return: number of actions
    """
    done = retail.tell(env, DONE, lambda desk: _tell(desk, months), now, JewelleryDesk)
    # Colleagues have had their mails about reports and actions.
    waiting = [("state", "=", "outgoing"), ("model", "!=", "helpdesk.ticket")]
    env["mail.mail"].sudo().search(waiting).unlink()
    env.cr.commit()
    return done


def _tell(desk, months):
    desk.months = months
    for part in PARTS:
        for script in part.scripts(desk):
            desk.add(script)
    return desk.run()
