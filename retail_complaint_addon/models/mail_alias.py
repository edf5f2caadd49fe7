import ast

from odoo import api, models

TICKET = "helpdesk.ticket"


class MailAlias(models.Model):
    _inherit = "mail.alias"

    def _complaint_place(self):
        """Return store, team, company and category of an alias of complaints.

        None for every other alias.
        """
        self.ensure_one()
        if self.sudo().alias_model_id != self._model_of(TICKET):
            return None
        defaults = self._literal_defaults()
        store = self._owner_of("retail.store")
        team = self._owner_of("helpdesk.ticket.team")
        category = self._default_record("helpdesk.ticket.category", "category_id")
        named = defaults.get("is_complaint") or category.is_complaint
        if not (store or team.complaint_mail or named):
            return None
        team = team or self._default_record("helpdesk.ticket.team", "team_id")
        if not store:
            store = self._default_record("retail.store", "store_id")
        store = store or team._complaint_store()
        company = store.company_id or team.company_id
        return {
            "store": store,
            "team": team or store.team_id,
            "company": company or self.env.company.sudo(),
            "category_id": category.id,
        }

    @api.model
    def _model_of(self, model):
        """Return the row of a model, without a query."""
        models_ = self.env["ir.model"].sudo()
        return models_.browse(models_._get_id(model))

    def _owner_of(self, model):
        owner = self.sudo()
        records = self.env[model].sudo()
        if owner.alias_parent_model_id != self._model_of(model):
            return records
        records = records.with_context(active_test=False)
        found = records.search_fetch([("id", "=", owner.alias_parent_thread_id)])
        return found.with_env(self.env).sudo()

    def _default_record(self, model, name):
        id_ = self._literal_defaults().get(name)
        known = isinstance(id_, int) and not isinstance(id_, bool)
        return self.env[model].sudo().browse(id_ if known else []).exists()

    def _literal_defaults(self):
        try:
            defaults = ast.literal_eval(self.sudo().alias_defaults or "{}")
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return {}
        return defaults if isinstance(defaults, dict) else {}
