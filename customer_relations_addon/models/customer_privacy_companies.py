"""Whose data it is, where several companies share one database."""

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .customer_privacy_finder import OURS, Found

DEPTH = 4
# The records of these say whose they are, and so whose is what hangs on them.
PARENTS = frozenset(
    {
        "account.move",
        "calendar.event",
        "crm.lead",
        "helpdesk.ticket",
        "mail.mail",
        "mail.message",
        "qc.inspection",
        "repair.order",
        "sale.order",
        "stock.picking",
        "survey.user_input",
    }
)


class CustomerPrivacyFinder(models.AbstractModel):
    _inherit = "customer.privacy.finder"

    @api.model
    def _not_ours(self, found):
        """Return {model name: ids} of what belongs to companies of others only.

        Others: companies the user does not work for. What belongs to no company is
        everybody's.
        """
        ours = set(self.env.user.company_ids.ids)
        return {
            name: {
                id_
                for id_, company in self._company_of(self.env[name], hit.every).items()
                if company not in ours
            }
            for name, hit in found.items()
        }

    @api.model
    def _keep_ours(self, found):
        """Return what was found without what belongs to companies of others."""
        away = self._not_ours(found)
        left = {
            name: Found(*(part - away[name] for part in hit))
            for name, hit in found.items()
        }
        return {name: hit for name, hit in left.items() if hit.every}

    @api.model
    def _check_all_ours(self, found):
        """:raises UserError: when a company of others knows this person, too"""
        if any(self._not_ours(found).values()):
            raise UserError(
                self.env._(
                    "This person is also known to a company you do not work for. "
                    "Erasing is for people who work for all companies concerned: "
                    "let one of them ask and another one agree."
                )
            )

    @api.model
    def _company_of(self, model, ids, depth=0):
        """Return {id: company id}: of the record, or of what it hangs on."""
        model = model.sudo()
        ids = set(ids)
        companies = self._own_company(model, ids)
        for field in self._parent_fields(model) if depth < DEPTH else ():
            ids -= set(companies)
            parents = dict(self._column_of(model, field.name, ids))
            known = self._company_of(
                self.env[field.comodel_name], parents.values(), depth + 1
            )
            companies |= {
                id_: known[parent] for id_, parent in parents.items() if parent in known
            }
        if depth < DEPTH and model._name in ("mail.message", "mail.activity"):
            ids -= set(companies)
            companies |= self._company_of_thread(model, ids, depth)
        return companies

    @api.model
    def _own_company(self, model, ids):
        field = model._fields.get("company_id")
        if not field or not field.store or field.comodel_name != "res.company":
            return {}
        return dict(self._column_of(model, "company_id", ids))

    @api.model
    def _parent_fields(self, model):
        """Return the links of a model to what its records hang on."""
        return [
            field
            for field in model._fields.values()
            if field.store
            and field.type == "many2one"
            and field.comodel_name != model._name
            and (field.comodel_name in PARENTS or field.comodel_name.startswith(OURS))
            and self._has_table(self.env[field.comodel_name])
        ]

    @api.model
    def _column_of(self, model, name, ids):
        """Return [(id, value)] of one column, where there is one."""
        if not ids:
            return []
        return self.env.execute_query(
            SQL(
                "SELECT id, %(name)s FROM %(table)s "
                "WHERE id IN %(ids)s AND %(name)s IS NOT NULL",
                name=SQL.identifier(name),
                table=SQL.identifier(model._table),
                ids=tuple(ids),
            )
        )

    @api.model
    def _company_of_thread(self, model, ids, depth):
        """Return the company of messages and to-dos: that of their record."""
        name = "model" if model._name == "mail.message" else "res_model"
        threads = defaultdict(dict)
        kinds = dict(self._column_of(model, name, ids))
        for id_, record in self._column_of(model, "res_id", kinds):
            threads[kinds[id_]][id_] = record
        companies = {}
        for kind, records in threads.items():
            if kind not in self.env or not self._has_table(self.env[kind]):
                continue
            known = self._company_of(self.env[kind], records.values(), depth + 1)
            companies |= {
                id_: known[record] for id_, record in records.items() if record in known
            }
        return companies
