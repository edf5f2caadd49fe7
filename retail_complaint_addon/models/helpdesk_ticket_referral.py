from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .complaint_referral import OPEN_STATES, RECEIVER_FIELDS
from .helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    """Handing a case, or a question about it, to somebody else."""

    _inherit = "helpdesk.ticket"

    referral_ids = fields.One2many(
        comodel_name="complaint.referral",
        inverse_name="ticket_id",
        string="Referrals",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    referral_count = fields.Integer(compute="_compute_part_counts", groups=READERS)

    # ------------------------------------------------------------------
    # refer
    # ------------------------------------------------------------------

    def action_refer(self):
        """Open the screen that hands the case to somebody."""
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("referrals"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_refer_action"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    def action_view_referrals(self):
        """Open the referrals of the case."""
        return self._settlement_list(
            "complaint_referral_action_all", [("ticket_id", "in", self.ids)]
        )

    def _referral_due(self, days=None):
        """Return when an answer is due: working days of the store from now."""
        self.ensure_one()
        ticket = self.sudo()
        if days is None:
            days = ticket.company_id.complaint_referral_days
        request = (
            self._complaint_calendar(ticket.store_id, ticket.company_id),
            fields.Datetime.now(),
            days,
        )
        return self._due_after_batch([request])[request]

    def _refer(self, vals):
        """Hand the case or a question about it to somebody; return the referral.

        :param dict vals: kind, receiver_kind with its field, reason, question, due_at
        """
        self.ensure_one()
        self._require_complaints()
        return self._hand_to(vals)

    def _hand_to(self, vals):
        """Hand it over for whoever the caller has checked; return the referral."""
        self._check_open_for(self.env._("referrals"))
        ticket = self.sudo()
        vals = dict(vals)
        kind = vals.setdefault("kind", "question")
        if kind == "handover":
            self._lock_cluster()
            self._check_no_handover()
        receiver_kind = vals["receiver_kind"]
        for other in set(RECEIVER_FIELDS) - {receiver_kind}:
            vals.pop(RECEIVER_FIELDS[other], None)
        now = fields.Datetime.now()
        vals["due_at"] = vals.get("due_at") or self._referral_due()
        if vals["due_at"] < now:
            raise ValidationError(
                self.env._("The answer cannot be due before it is asked for.")
            )
        calendar = self._complaint_calendar(ticket.store_id, ticket.company_id)
        days = ticket.company_id.complaint_referral_escalate_days
        request = (calendar, vals["due_at"], days)
        model = self.env["complaint.referral"].sudo()
        # the unique index looks at the table, not at what waits to be written
        model.flush_model(["state"])
        referral = model._trusted().create(
            {
                **vals,
                "ticket_id": ticket.id,
                "case_number": ticket.number,
                "article": self._referred_article(),
                "receiver_name": self._receiver_label(vals),
                "sender_id": self.env.uid,
                "sent_at": now,
                "escalate_at": self._due_after_batch([request])[request],
            }
        )
        referral._check_receivers()
        if kind == "handover" and ticket.handling != "refer":
            ticket._trusted().write(
                {
                    "handling": "refer",
                    "handling_reason": ticket.handling_reason or vals["reason"],
                }
            )
        referral._tell_case(self.env._("handed over"), vals["reason"])
        referral._notify_receivers()
        return referral.with_env(self.env)

    def _users_able_to_own(self, team):
        """Return the members of a team who could take the case over (sudo)."""
        return (team.user_ids | team.user_id).filtered(
            lambda user: self._may_own(user, self.company_id, self.involved_user_ids)
        )

    def _check_no_handover(self):
        pending = self.sudo().referral_ids.filtered(
            lambda one: one.kind == "handover" and one.state == "pending"
        )
        if pending:
            raise UserError(
                self.env._(
                    "Case %(case)s is being handed to %(receiver)s already. Withdraw "
                    "that first.",
                    case=self.number,
                    receiver=pending[0].receiver_name,
                )
            )

    def _referred_article(self):
        """Return the article in words, for receivers who cannot read the case."""
        ticket = self.sudo()
        return self._article_words(ticket.product_id, ticket.lot_id)

    @api.model
    def _article_words(self, product, lot):
        """Return name and serial number of an article."""
        return " · ".join(filter(None, (product.display_name, lot.name))) or False

    def _receiver_label(self, vals):
        """:raises ValidationError: when nobody is named"""
        name = RECEIVER_FIELDS[vals["receiver_kind"]]
        model = self.env["complaint.referral"]
        value = vals.get(name)
        if isinstance(value, list):
            value = value[0][2] if value else []
        receivers = self.env[model._fields[name].comodel_name].sudo().browse(value)
        if not receivers:
            raise ValidationError(
                self.env._(
                    "%(field)s: say to whom.",
                    field=model._fields[name]._description_string(self.env),
                )
            )
        return ", ".join(receivers.mapped("display_name"))

    def _close_open_referrals(self, comment):
        """A case that ends takes its open questions back."""
        referrals = self.sudo().referral_ids.filtered(
            lambda one: one.state in OPEN_STATES
        )
        for referral in referrals._trusted():
            referral._lock_rows()
            if referral.state in OPEN_STATES:
                accepted = referral.kind == "handover" and referral.state == "accepted"
                if accepted:
                    referral._end("answered", answer=comment)
                else:
                    referral._end("withdrawn", closing_comment=comment)

    def _finish_closing(self):
        result = super()._finish_closing()
        for ticket in self:
            ticket._close_open_referrals(self.env._("The case was closed."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_referred(self):
        if self.sudo().referral_ids:
            raise UserError(self.env._("The case was handed to somebody, so it stays."))
