from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# What hangs on a case and is counted on its form.
PARTS = {
    "solution_count": "complaint.solution",
    "decision_count": "complaint.decision",
    "custody_count": "complaint.custody",
    "referral_count": "complaint.referral",
    "mail_count": "complaint.mail",
    "notice_count": "complaint.notice",
}
SAME = {
    "partner_case_count": "commercial_partner_id",
    "product_case_count": "product_id",
    "lot_case_count": "lot_id",
}


class HelpdeskTicket(models.Model):
    """How many parts a case has, and how many others customer, product and serial
    number have: what the user can read of them, by one query each."""

    _inherit = "helpdesk.ticket"

    @api.depends("partner_id", "commercial_partner_id", "product_id", "lot_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_counts(self):
        complaints = Domain("is_complaint", "=", True)
        counts = self._count_each(
            (self, name, complaints & Domain(name, "in", self[name].ids))
            for name in SAME.values()
        )
        for ticket in self:
            own = 1 if ticket._origin.is_complaint else 0
            for count_name, name in SAME.items():
                found = counts.get(("helpdesk.ticket", name, ticket[name].id), 0)
                ticket[count_name] = max(found - own, 0)

    @api.depends(
        "solution_ids", "custody_ids", "referral_ids", "mail_ids", "notice_ids"
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_part_counts(self):
        counts = self._count_each(
            (self.env[model], "ticket_id", Domain("ticket_id", "in", self.ids))
            for model in PARTS.values()
        )
        for ticket in self:
            for name, model in PARTS.items():
                key = (model, "ticket_id", ticket._origin.id)
                ticket[name] = counts.get(key, 0)

    @api.model
    def _count_each(self, what):
        """Return {(model, many2one, id): records the user can read}, by one query.

        :param what: (model, many2one, domain)
        """
        queries = []
        for records, name, domain in what:
            query = records._search(domain)
            if query.is_empty():
                continue
            column = records._field_to_sql(query.table, name, query)
            query.groupby = column
            key = (records._name, name)
            queries.append(query.select(SQL("%s, %s", *key), column, SQL("count(*)")))
        if not queries:
            return {}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        return {(model, name, id_): count for model, name, id_, count in rows}

    def action_view_partner_cases(self):
        """Open the other complaints of the customer."""
        return self._other_cases("commercial_partner_id")

    def action_view_product_cases(self):
        """Open the other complaints about the product."""
        return self._other_cases("product_id")

    def action_view_lot_cases(self):
        """Open the other complaints about the serial number."""
        return self._other_cases("lot_id")

    def _other_cases(self, name):
        self.ensure_one()
        self.check_access("read")
        record = self[name]
        title = self.env._(
            "Other cases: %(name)s",
            name=record.sudo().display_name or self._label(name),
        )
        domain = [(name, "=", record.id), ("id", "!=", self.id)]
        return self._complaint_list_action(title, domain)
