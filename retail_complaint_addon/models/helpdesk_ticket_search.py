"""Rules in the words of complaints, where only complaints are asked for.

Rules of tickets say "no complaint, or ...": PostgreSQL asks that of every row again,
and reads the row to do so. Where the domain says that there are only complaints, the
same rules are shorter, and an index that holds their columns answers alone.
"""

from collections.abc import Set

from odoo import api, models
from odoo.fields import Domain

MARK = "is_complaint"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # What the dashboard adds up, and what rules ask of every case, stands in the index
    # beside the moment: no row is read.
    _complaint_received_idx = models.Index(
        "(received_at DESC, id DESC) INCLUDE (active, company_id, user_id, store_id,"
        " category_id, cause_id, product_id, channel_id, nature, handling,"
        " acknowledged_at, acknowledge_by) WHERE is_complaint IS TRUE"
    )
    _complaint_resolved_idx = models.Index(
        "(resolved_at DESC) INCLUDE (id, active, company_id, user_id, store_id,"
        " category_id, cause_id, product_id, channel_id, received_at, resolve_by,"
        " round, verdict, settled_amount)"
        " WHERE is_complaint IS TRUE AND resolved_at IS NOT NULL"
    )
    _complaint_open_store_idx = models.Index(
        "(store_id) INCLUDE (id, active, company_id, user_id, category_id, next_due_at)"
        " WHERE is_complaint IS TRUE AND resolved_at IS NULL"
    )
    # The columns of the kanban, as it opens and with the filter removed: how many, how
    # severe, and the first cards.
    _complaint_open_stage_idx = models.Index(
        "(stage_id, resolve_by, id)"
        " INCLUDE (active, company_id, user_id, store_id, severity)"
        " WHERE is_complaint IS TRUE AND resolved_at IS NULL"
    )
    _complaint_stage_idx = models.Index(
        "(stage_id, resolve_by, id)"
        " INCLUDE (active, company_id, user_id, store_id, severity)"
        " WHERE is_complaint IS TRUE"
    )

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        domain = Domain(domain)
        ruled = not (bypass_access or self.env.su)
        shorter = ruled and given(domain, False).is_false()
        if shorter:
            self.browse().check_access("read")
        query = super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access or shorter,
        )
        if not shorter or query.is_empty():
            return query
        # as the framework adds them
        reader = self.sudo().with_context(active_test=False)
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        rules = given(Domain(rules), True).optimize_full(reader)
        if rules.is_false():
            return self.browse()._as_query()
        if not rules.is_true():
            query.add_where(rules._to_sql(reader, self._table, query))
        return query


def given(domain, is_complaint):
    """Return the domain for tickets that are complaints, or for those that are none.

    What it says about that is answered; everything else stays as it is.
    """

    def known(condition):
        values = _asked_for(condition)
        if values is None:
            return condition
        return Domain((is_complaint in values) == (condition.operator in ("=", "in")))

    return domain.map_conditions(known)


def _asked_for(condition):
    """Return which of True and False the condition names, None if it is another."""
    value = condition.value
    if condition.field_expr != MARK:
        return None
    if condition.operator in ("=", "!=") and isinstance(value, bool):
        return {value}
    if condition.operator in ("in", "not in") and isinstance(value, Set | list | tuple):
        values = set(value)
        return values if values <= {True, False} else None
    return None
