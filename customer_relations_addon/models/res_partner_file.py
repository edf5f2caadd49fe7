"""The customer file: what a colleague needs to know, on paper."""

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from .res_users import GROUP

LINES = 40
REPORT = "customer_relations_addon.customer_file_report"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_print_customer_file(self):
        """Print what the reader may see of these customers."""
        self._check_file_reader()
        return self.env.ref(REPORT).report_action(self, config=False)

    def _check_file_reader(self):
        user = self.env.user
        if not any(user.has_group(GROUP % kind) for kind in ("user", "auditor")):
            raise AccessError(
                self.env._("Only who works with customers prints their files.")
            )
        self.check_access("read")

    def _customer_file(self):
        """Return what the paper shows, as texts; with the rights of the reader.

        Sensitive facts are never printed: paper has no log of who reads it.
        """
        self.ensure_one()
        partner = self.with_env(self.env(su=False))
        partner._check_file_reader()
        people = self.env["customer.timeline"]._timeline_people(partner)
        mine = Domain("partner_id", "in", people.ids)
        about = partner.customer_class_id, partner.customer_store_id
        return {
            "name": partner.display_name,
            "class": about[0].display_name or "",
            "store": about[1].display_name or "",
            "salesperson": partner.user_id.display_name or "",
            "email": partner.email or "",
            "phone": partner.phone or "",
            "contact": format_date(self.env, partner.last_contact_at)
            if partner.last_contact_at
            else "",
            "verified": format_date(self.env, partner.last_verified_at)
            if partner.last_verified_at
            else "",
            "facts": self._file_facts(mine),
            "consents": self._file_consents(mine),
            "promises": self._file_promises(mine),
            "wishes": self._file_wishes(mine),
            "pieces": self._file_pieces(mine),
            "lines": self._file_lines(partner),
        }

    def _file_rows(self, model, domain, order=None, limit=LINES):
        records = self.env[model].sudo(False)
        if not records.has_access("read"):
            return records
        return records.search(domain, order=order, limit=limit)

    def _file_facts(self, mine):
        facts = self._file_rows("customer.fact", mine & Domain("sensitive", "=", False))
        return [
            {"text": fact.display_name, "important": fact.important} for fact in facts
        ]

    def _file_consents(self, mine):
        rows = self._file_rows(
            "customer.consent", mine & Domain("is_current", "=", True)
        )
        states = dict(rows._fields["state"]._description_selection(self.env))
        channels = dict(rows._fields["channel"]._description_selection(self.env))
        return [
            {
                "purpose": row.purpose_id.display_name,
                "goods": row.goods_class_id.display_name or "",
                "channel": channels.get(row.channel, ""),
                "state": states.get(row.state, ""),
                "on": format_date(self.env, row.at),
            }
            for row in rows
        ]

    def _file_promises(self, mine):
        rows = self._file_rows(
            "customer.promise", mine & Domain("state", "=", "open"), "due_at, id"
        )
        return [
            {
                "what": row.name,
                "who": row.user_id.display_name or "",
                "due": format_datetime(self.env, row.due_at, dt_format="short")
                if row.due_at
                else "",
            }
            for row in rows
        ]

    def _file_wishes(self, mine):
        rows = self._file_rows(
            "customer.wish", mine & Domain("state", "in", ("open", "offered"))
        )
        return [
            {
                "what": row.name,
                "budget": row.currency_id.format(row.budget) if row.budget else "",
                "by": format_date(self.env, row.wanted_by) if row.wanted_by else "",
            }
            for row in rows
        ]

    def _file_pieces(self, mine):
        rows = self._file_rows(
            "customer.ownership", mine & Domain("owned_until", "=", False)
        )
        return [
            {
                "what": row.name,
                "serial": row.lot_id.name or row.serial or "",
                "bought": format_date(self.env, row.bought_on) if row.bought_on else "",
                "warranty": format_date(self.env, row.warranty_end)
                if row.warranty_end
                else "",
                "service": format_date(self.env, row.next_service)
                if row.next_service
                else "",
            }
            for row in rows
        ]

    def _file_lines(self, partner):
        page = self.env["customer.timeline"].sudo(False).get_timeline(partner.id)
        kinds = {kind["key"]: kind["name"] for kind in page["kinds"]}
        return [
            {
                "on": format_date(self.env, line["at"][:10]),
                "kind": kinds.get(line["kind"], ""),
                "title": line["title"],
                "state": line["state"],
                "who": line["who"],
            }
            for line in page["lines"]
        ]
