from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.res_users import GROUP


class CustomerMerge(models.TransientModel):
    """Two contacts side by side: shop staff propose, store managers merge."""

    _name = "customer.merge"
    _description = "Merge Customers"
    _inherit = ["customer.links.mixin"]

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Stays", required=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        comodel_name="res.partner",
        string="Becomes Part of It",
        required=True,
        ondelete="cascade",
    )
    note = fields.Text(string="Why They Are the Same")
    may_merge = fields.Boolean(compute="_compute_preview")
    obstacle = fields.Text(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.model
    def default_get(self, fields):
        """Start from two contacts chosen in a list; the older one stays."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "res.partner":
            chosen = self.env.context.get("active_ids") or []
            ids = [one for one in chosen if self._is_record_id(one)]
            partners = self.env["res.partner"].browse(ids).exists().sorted("id")
            if len(partners) != 2:
                raise UserError(self.env._("Choose two contacts."))
            partners.check_access("read")
            values.update(partner_id=partners[0].id, other_id=partners[1].id)
        return values

    @api.depends("partner_id", "other_id")
    @api.depends_context("uid", "lang")
    def _compute_preview(self):
        manager = self.env.user.has_group(GROUP % "supervisor")
        for screen in self:
            both = screen.partner_id | screen.other_id
            screen.may_merge = manager
            screen.obstacle = screen.preview = False
            if len(both) != 2:
                continue
            both.check_access("read")
            screen.obstacle = "\n".join(both._merge_obstacles()) or False
            values = {
                "partner": screen.partner_id,
                "other": screen.other_id,
                "differences": screen.partner_id._merge_differences(screen.other_id),
                # how much there is of what is not for everybody
                "counts": screen.other_id._merge_counts() if manager else {},
            }
            screen.preview = self.env["ir.qweb"]._render(
                "customer_relations_addon.customer_merge_preview", values
            )

    def action_swap(self):
        """Keep the other one."""
        self.ensure_one()
        self._both()
        partner, other = self.partner_id, self.other_id
        self.write({"partner_id": other.id, "other_id": partner.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Customers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_propose(self):
        """Tell the store managers that these are the same person."""
        self.ensure_one()
        duplicates = self.env["customer.duplicate"]
        duplicates.check_access("read")
        self._both()
        duplicates._propose(self.partner_id, self.other_id, self.note)
        return {"type": "ir.actions.act_window_close"}

    def action_merge(self):
        """Make one contact of the two, and write down what moved."""
        self.ensure_one()
        duplicates = self.env["customer.duplicate"]
        duplicates._check_supervisor()
        both = self._both()
        both.lock_for_update()
        both._check_mergeable()
        kept, other = self.partner_id, self.other_id
        log = self._merge_log(kept, other)
        moved = self._merge_moved(other)
        # the pair becomes the row of the log; its link must not move with the rest
        pair = duplicates._pair(kept, other) or duplicates._propose(kept, other, "")
        pair._trusted().write({"partner_id": kept.id, "other_id": False})
        name = other.display_name
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge(both.ids, dst_partner=kept.sudo(), extra_checks=False)
        pair.with_env(self.env)._settle(
            "merged", merged_name=name, moved=moved, note=self.note
        )
        kept.sudo().message_post(
            body=log, author_id=self.env.user.partner_id.id, message_type="comment"
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": kept.id,
            "views": [(False, "form")],
        }

    def _merge_log(self, kept, other):
        """Return what the other contact said differently."""
        lines = [
            self.env._(
                "%(other)s (no. %(id)s) became part of this contact.",
                other=other.display_name,
                id=other.id,
            )
        ]
        for label, _mine, theirs in kept._merge_differences(other):
            if theirs:
                lines.append(
                    self.env._("%(field)s was: %(value)s", field=label, value=theirs)
                )
        return Markup("<br/>\n").join(lines)

    def _merge_moved(self, other):
        """Return the whole log: who reads the contact may not read how much moved."""
        lines = [self._merge_log(self.partner_id, other).striptags()]
        for label, count in other._merge_counts(whole=True).items():
            lines.append(
                self.env._("Moved: %(count)s × %(what)s", count=count, what=label)
            )
        return "\n".join(lines)

    def _both(self):
        """Return the two contacts, readable and different ones."""
        both = self.partner_id.exists() | self.other_id.exists()
        both.check_access("read")
        if len(both) != 2:
            raise UserError(self.env._("Choose two contacts."))
        return both
