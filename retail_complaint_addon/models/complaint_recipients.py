"""Whom the clock tells about a case: those who can read it and are there today."""

from collections import defaultdict

from odoo.tools import SQL

from ..rules.escalation import MANAGER, OWNER, SUPERVISOR
from . import helpdesk_ticket_people as people


class Recipients:
    """Finds the people of many cases with few queries.

    :param tickets: complaints (sudo)
    """

    def __init__(self, tickets):
        self.env = tickets.env
        self._tickets = tickets
        self._owned = tickets.grouped("user_id")
        self._group_users = {
            level: self.env.ref(xmlid).sudo().all_user_ids
            for level, xmlid in (
                (SUPERVISOR, people.SUPERVISOR),
                (MANAGER, people.MANAGER),
            )
        }
        self._readable = {}
        self._away = {}
        self._met = set()
        self._meet(tickets.user_id)

    def of(self, ticket, level, told=()):
        """Return who is reminded on a level, else on the next one above.

        :param told: users who know already; they are not told again
        """
        ladder = {
            OWNER: self._owners,
            SUPERVISOR: self._supervisors,
            MANAGER: self._managers,
        }
        levels = list(ladder)
        for step in levels[levels.index(level) :]:
            for users in ladder[step](ticket):
                found = self._present(ticket, users) - self._users(told)
                if found:
                    return found
        # nobody is there: they find it when they come back
        for step in (self._managers, self._supervisors, self._owners):
            for users in step(ticket):
                if found := self._readers(ticket, users) - self._users(told):
                    return found
        return self._users(())

    # ------------------------------------------------------------------
    # the ladder
    # ------------------------------------------------------------------

    def _owners(self, ticket):
        yield ticket.user_id

    def _supervisors(self, ticket):
        """Yield those of the store, then of the stores above it.

        Managers are supervisors too; their turn comes later.
        """
        supervisors = self._group_users[SUPERVISOR] - self._group_users[MANAGER]
        store = ticket.store_id
        while store:
            yield (store.member_ids | store.manager_id) & supervisors
            store = store.parent_id

    def _managers(self, ticket):
        """Yield the managers of the case: those of its stores, then of its company."""
        company = ticket.company_id
        managers = self._group_users[MANAGER].filtered(
            lambda user: company in user.company_ids
        )
        named = company.complaint_owner_id
        store = ticket.store_id
        while store:
            named |= store.manager_id
            store = store.parent_id
        yield named & managers
        yield managers.filtered(lambda user: user.company_id == company)
        yield managers

    # ------------------------------------------------------------------
    # who of them
    # ------------------------------------------------------------------

    def _users(self, users):
        return self.env["res.users"].sudo().browse([user.id for user in users])

    def _meet(self, users):
        """Read of all these what is asked of each of them, one by one, later on."""
        new = users.sudo().filtered(lambda user: user.id not in self._met)
        if new:
            self._met.update(new.ids)
            new.mapped("company_ids")
            new.partner_id.mapped("lang")

    def _present(self, ticket, users):
        """Replace who is away by the deputy; leave out who cannot read the case."""
        self._meet(users)
        deputies = self._deputies(ticket.company_id)
        found = self._users(())
        for user in users:
            if user.id not in deputies:
                found |= user
            elif user not in ticket.involved_user_ids:
                found |= self._users(()).browse(
                    [one for one in deputies[user.id] if one not in deputies]
                )
        return self._readers(ticket, found)

    def _deputies(self, company):
        """Return {id of who is away today: ids of the deputies}."""
        if company not in self._away:
            today = self.env["complaint.authority"]._today(company)
            self.env["complaint.absence"].flush_model()
            rows = self.env.execute_query(
                SQL(
                    "SELECT user_id, deputy_id FROM complaint_absence"
                    " WHERE date_from <= %(today)s AND date_to >= %(today)s",
                    today=today,
                )
            )
            away = defaultdict(list)
            for user_id, deputy_id in rows:
                away[user_id] += [deputy_id] if deputy_id else []
            self._away[company] = dict(away)
        return self._away[company]

    def _readers(self, ticket, users):
        return users.filtered(lambda user: self._reads(user, ticket))

    def _reads(self, user, ticket):
        """Say whether the user can read the case; looked up once per user.

        An owner is asked about the own cases first, and hardly ever about others.
        """
        asked = self._readable.setdefault(user, {})
        if ticket.id not in asked:
            mine = self._owned.get(user, ticket.browse())
            tickets = mine if ticket in mine else self._tickets
            readable = ()
            if user.active and not user.share:
                seen = tickets.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                readable = seen._filtered_access("read").ids
            asked |= dict.fromkeys(tickets.ids, False) | dict.fromkeys(readable, True)
        return asked[ticket.id]
