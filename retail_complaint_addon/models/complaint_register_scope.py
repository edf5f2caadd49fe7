"""What the register points at: moving it would move the authority with it."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .res_groups_guard import KEEPER


class ComplaintScopeMixin(models.AbstractModel):
    """Branches and types that limits and conditions name.

    A category moved below another comes under other limits and conditions; a type
    that means another amount counts another sum. Both are changes of the register:
    its keeper makes them, never for themselves, and they are logged.
    """

    _name = "complaint.scope.mixin"
    _description = "Scope of the Authority Register"

    _scope_fields = frozenset()
    _register_field = ""

    def write(self, vals):
        changed = self._scope_changes(vals)
        if changed:
            changed._check_may_move_scope()
        result = super().write(vals)
        if changed:
            changed._log_scope(sorted(self._scope_fields & set(vals)))
        return result

    def _scope_changes(self, vals):
        """Return the records that cases already use and whose meaning changes."""
        names = self._scope_fields & set(vals)
        if not names or self.env.uid == api.SUPERUSER_ID:
            return self.browse()
        return self._used_in_cases().filtered(
            lambda record: any(
                (record[name].id if record._fields[name].relational else record[name])
                != (vals[name] or False)
                for name in names
            )
        )

    def _used_in_cases(self):
        raise NotImplementedError

    def _named_in_register(self):
        """Return those that limits or conditions name; empty there means all."""
        name = self._register_field
        named = self.browse()
        for model in ("complaint.authority", "complaint.condition"):
            records = self.env[model].sudo().with_context(active_test=False)
            named |= records.search([(name, "in", self.ids)])[name]
        return self & named.with_env(self.env)

    def _check_may_move_scope(self):
        user = self.env.user
        register = self.env["complaint.authority"].sudo()
        holders = register.search([])._register_beneficiaries()
        if user.has_group(KEEPER) and user not in holders:
            return
        raise AccessError(
            self.env._(
                "Cases use “%(record)s”: changing what it means changes who may settle "
                "them. A keeper of the authority register who holds no limit does it.",
                record=self[0].display_name,
            )
        )

    def _log_scope(self, names):
        chain = self.env["complaint.chain"]._get("register")
        for record in self.sudo():
            facts = "; ".join(f"{name}={record[name]}" for name in names)
            chain._append(
                {
                    "kind": "register_changed",
                    "detail": f"{self._name},{record.id}; {facts}",
                }
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_in_cases(self):
        used = self._used_in_cases() or self._named_in_register()
        if used:
            raise UserError(
                self.env._(
                    "Cases or the authority register use “%(record)s”, so it stays. "
                    "Archive it instead.",
                    record=used[0].display_name,
                )
            )


class HelpdeskTicketCategory(models.Model):
    _name = "helpdesk.ticket.category"
    _inherit = ["helpdesk.ticket.category", "complaint.scope.mixin"]

    _scope_fields = frozenset({"parent_id"})
    _register_field = "category_ids"

    def _used_in_cases(self):
        """Return those with complaints on them or below."""
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return self.filtered(
            lambda category: tickets.search_count(
                [("is_complaint", "=", True), ("category_id", "child_of", category.id)],
                limit=1,
            )
        )


class ComplaintSolutionType(models.Model):
    _name = "complaint.solution.type"
    _inherit = ["complaint.solution.type", "complaint.scope.mixin"]

    _scope_fields = frozenset({"amount_basis"})
    _register_field = "type_ids"

    def _used_in_cases(self):
        groups = (
            self.env["complaint.solution.line"]
            .sudo()
            ._read_group([("type_id", "in", self.ids)], ["type_id"])
        )
        return self.browse(kind.id for (kind,) in groups)
