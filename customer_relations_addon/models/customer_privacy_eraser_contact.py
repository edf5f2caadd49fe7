"""The contact, its login, and what was typed into screens."""

import re

from odoo import api, models
from odoo.tools import SQL

from .customer_privacy_finder import Found

# What of a contact stays: how it is counted, not who it is.
PARTNER_KEPT = frozenset({"name", "complete_name", "lang", "tz", "type"})
PARTNER_PLACES = ("partner_latitude", "partner_longitude")
USER_ROWS = (
    ("res_users_log", "create_uid"),
    ("res_device_log", "user_id"),
    ("res_users_apikeys", "user_id"),
    ("auth_totp_device", "user_id"),
    ("auth_totp_rate_limit_log", "user_id"),
    ("mail_push_device", "partner_id"),
)


class CustomerPrivacyEraser(models.AbstractModel):
    _inherit = "customer.privacy.eraser"

    @api.model
    def _erase_exports(self, found, done):
        """Delete the files in which everything about the person was put together."""
        requests = found.get("customer.privacy.request", Found()).about
        exports = self.env["customer.privacy.export"].sudo()
        files = exports.search([("request_id", "in", sorted(requests))])
        files = files.filtered("has_file")
        files._trusted().write({"file": False})
        done["customer.privacy.export"] += len(files)

    @api.model
    def _erase_screens(self, partners, person, found):
        """Delete what was typed into screens; Odoo does so only hours later."""
        about = {
            name: tuple(hit.about)
            for name, hit in found.items()
            if hit.about and name != "res.users"
        }
        about["res.partner"] = tuple(partners.ids) or (0,)
        words = "|".join(
            filter(None, [person.key_pattern(), *map(re.escape, person.names)])
        )
        finder = self.env["customer.privacy.finder"]
        for name in self.env.registry:
            model = self.env[name].sudo()
            if not model._transient or model._abstract or not model._auto:
                continue
            conditions = [
                self._points_at(field, about[field.comodel_name])
                for field in model._fields.values()
                if field.store
                and field.type in ("many2one", "many2many")
                and field.comodel_name in about
            ]
            texts = finder._text_fields(model)
            if texts and words:
                columns = SQL(", ").join(map(finder._column, texts))
                conditions.append(SQL("concat_ws(' ', %s) ~* %s", columns, words))
            if conditions:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s",
                        SQL.identifier(model._table),
                        SQL(" OR ").join(conditions),
                    )
                )

    @api.model
    def _points_at(self, field, ids):
        """Return the condition for rows whose field leads to one of these records."""
        if field.type == "many2one":
            return SQL("%s IN %s", SQL.identifier(field.name), ids)
        return SQL(
            "id IN (SELECT %s FROM %s WHERE %s IN %s)",
            SQL.identifier(field.column1),
            SQL.identifier(field.relation),
            SQL.identifier(field.column2),
            ids,
        )

    @api.model
    def _erase_partners(self, partners, label, done):
        """Empty the contact; the row stays, for the figures that count it."""
        if not partners:
            return
        model = self.env["res.partner"]
        texts = self.env["customer.privacy.finder"]._text_fields(model)
        names = [name for name in texts if name not in PARTNER_KEPT]
        names += [name for name in PARTNER_PLACES if name in model._fields]
        names += [
            name
            for name in ("parent_id", "signup_type")
            if name in model._fields and name not in names
        ]
        sets = [SQL("%s = NULL", SQL.identifier(name)) for name in names]
        sets += [
            SQL("name = CASE WHEN erased_at IS NULL THEN %s ELSE name END", label),
            SQL(
                "complete_name = CASE WHEN erased_at IS NULL THEN %s "
                "ELSE complete_name END",
                label,
            ),
            SQL("erased_at = COALESCE(erased_at, NOW() AT TIME ZONE 'UTC')"),
            SQL("commercial_partner_id = id"),
            SQL("active = FALSE"),
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET %s WHERE id IN %s",
                SQL(", ").join(sets),
                tuple(partners.ids),
            )
        )
        done["res.partner"] = len(partners)
        tags = model._fields["category_id"]
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s IN %s",
                SQL.identifier(tags.relation),
                SQL.identifier(tags.column1),
                tuple(partners.ids),
            )
        )

    @api.model
    def _erase_logins(self, partners, done):
        """Close the portal login and forget when and from where it was used."""
        users = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", partners.ids), ("share", "=", True)])
        )
        if not users:
            return
        cr = self.env.cr
        cr.execute(
            SQL(
                "UPDATE res_users SET login = 'erased-' || id, password = NULL, "
                "active = FALSE, signature = NULL WHERE id IN %s",
                tuple(users.ids),
            )
        )
        for table, column in USER_ROWS:
            cr.execute("SELECT to_regclass(%s)", (table,))
            if cr.fetchone()[0]:
                keys = partners.ids if column == "partner_id" else users.ids
                cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        tuple(keys),
                    )
                )
        done["res.users"] = len(users)

    @api.model
    def _look_again(self, found):
        """Have the search index of similar cases forget the words that are gone."""
        about = found.get("helpdesk.ticket", Found()).every
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        tickets.browse(sorted(about)).filtered("is_complaint")._store_fingerprints()
