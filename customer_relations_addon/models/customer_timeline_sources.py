"""What the timeline is put together from; other parts add their own source."""

from odoo import api, fields, models

from .customer_timeline import TimelineSource

LEVELS = {
    "kept": "success",
    "late": "danger",
    "broken": "danger",
    "open": "info",
    "withdrawn": "secondary",
}
LONGEST_TEXT = 300
# kind, model, the link to the customer, when; where the model is there
KNOWN = [
    ("repair", "repair.order", "partner_id", "create_date"),
    ("order", "pos.order", "partner_id", "date_order"),
    ("survey", "survey.user_input", "partner_id", "end_datetime"),
    ("consent", "customer.consent", "partner_id", "at"),
    ("wish", "customer.wish", "partner_id", "create_date"),
    ("service", "customer.service.use", "partner_id", "date"),
    ("handover", "customer.handover", "partner_id", "handed_at"),
    ("privacy", "customer.privacy.request", "partner_id", "received_at"),
]


class CustomerTimeline(models.AbstractModel):
    _inherit = "customer.timeline"

    @api.model
    def _timeline_kinds(self):
        """Return the kinds in the order of the filter, with name and icon."""
        rows = [
            ("exchange", self.env._("Exchanges"), "fa-comments-o"),
            ("promise", self.env._("Promises"), "fa-handshake-o"),
            ("complaint", self.env._("Complaints"), "fa-life-ring"),
            ("solution", self.env._("Solutions"), "fa-gavel"),
            ("lead", self.env._("Enquiries"), "fa-question-circle-o"),
            ("quotation", self.env._("Quotations"), "fa-file-text-o"),
            ("order", self.env._("Orders"), "fa-shopping-bag"),
            ("repair", self.env._("Repairs"), "fa-wrench"),
            ("handover", self.env._("Hand-overs"), "fa-share"),
            ("survey", self.env._("Surveys"), "fa-star-half-o"),
            ("wish", self.env._("Wishes"), "fa-gift"),
            ("service", self.env._("Value-added Services"), "fa-diamond"),
            ("consent", self.env._("Consents"), "fa-check-square-o"),
            ("privacy", self.env._("Privacy Requests"), "fa-shield"),
        ]
        return [{"key": key, "name": name, "icon": icon} for key, name, icon in rows]

    @api.model
    def _timeline_sources(self, people):
        """Return the sources for these customers.

        Other parts extend it: ``[*super()._timeline_sources(people), TimelineSource(
        ...)]``; a kind of their own goes into ``_timeline_kinds``.

        :rtype: list[TimelineSource]
        """
        own = ("partner_id", "in", people.ids)
        tickets = self.env["helpdesk.ticket"]
        orders = self.env["sale.order"]
        quoted, sold = ("draft", "sent", "cancel"), ("sale", "done")
        sources = [
            TimelineSource(
                "exchange",
                self.env["customer.exchange"],
                [own],
                "date",
                "_timeline_exchange_lines",
            ),
            TimelineSource(
                "promise",
                self.env["customer.promise"],
                [own],
                "made_at",
                "_timeline_promise_lines",
            ),
            TimelineSource(
                "complaint",
                tickets,
                [own, ("is_complaint", "=", True)],
                "received_at",
                "_timeline_complaint_lines",
            ),
            TimelineSource(
                "solution",
                self.env["complaint.solution"],
                [("ticket_id.partner_id", "in", people.ids)],
                "create_date",
            ),
            TimelineSource(
                "lead",
                self.env["crm.lead"],
                [own],
                "enquired_at",
                "_timeline_lead_lines",
            ),
            TimelineSource(
                "quotation", orders, [own, ("state", "in", quoted)], "date_order"
            ),
            TimelineSource("order", orders, [own, ("state", "in", sold)], "date_order"),
        ]
        return sources + self._timeline_known_sources(people)

    @api.model
    def _timeline_known_sources(self, people):
        return [
            TimelineSource(kind, self.env[model], [(link, "in", people.ids)], date)
            for kind, model, link, date in KNOWN
            if model in self.env and {link, date} <= self.env[model]._fields.keys()
        ]

    # ------------------------------------------------------------------
    # lines
    # ------------------------------------------------------------------

    @api.model
    def _timeline_plain_lines(self, records):
        """Return lines of any model: its name, and its state if it has one."""
        field = records._fields.get("state")
        readable = field is not None and records._has_field_access(field, "read")
        states = {}
        if readable and field.type == "selection":
            states = dict(field._description_selection(self.env))
        return {
            record: {
                "title": record.display_name or "",
                "state": states.get(record.state, "") if states else "",
            }
            for record in records
        }

    @api.model
    def _timeline_exchange_lines(self, records):
        kinds = dict(records._fields["kind"]._description_selection(self.env))
        ways = dict(records._fields["direction"]._description_selection(self.env))
        return {
            record: {
                "title": record.subject,
                "text": (record.note or "")[:LONGEST_TEXT],
                "state": kinds[record.kind],
                "who": " · ".join(
                    filter(None, (ways[record.direction], record.user_id.sudo().name))
                ),
                "level": "warning" if record.important else "secondary",
            }
            for record in records
        }

    @api.model
    def _timeline_promise_lines(self, records):
        outcomes = dict(records._fields["outcome"]._description_selection(self.env))
        return {
            record: {
                "title": record.name,
                "due": fields.Datetime.to_string(record.due_at),
                "state": outcomes[record.outcome],
                "level": LEVELS[record.outcome],
                "who": record.user_id.sudo().name or "",
            }
            for record in records
        }

    @api.model
    def _timeline_complaint_lines(self, records):
        return {
            record: {
                "title": f"{record.number} · {record.name}",
                "state": record.stage_id.sudo().name or "",
                "level": "secondary" if record.resolved_at else "warning",
                "who": record.user_id.sudo().name or "",
            }
            for record in records
        }

    @api.model
    def _timeline_lead_lines(self, records):
        return {
            record: {
                "title": record.name,
                "state": record.stage_id.sudo().name or "",
                "who": record.user_id.sudo().name or "",
            }
            for record in records
        }
