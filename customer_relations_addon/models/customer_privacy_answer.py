"""How a request goes on: identity, answer, refusal, end."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

from .customer_privacy_request import OFFICER, OPEN, REFUSALS, TODO

KEPT_YEARS = 4
MAIL = "customer_relations_addon.mail_template_privacy_%s"


class CustomerPrivacyRequest(models.Model):
    _inherit = "customer.privacy.request"

    def action_identify(self, how=None):
        """Note that the person is who they say, and how that was seen.

        :raises UserError: without words
        """
        self._enter(("new",))
        words = self._words(how)
        if not words:
            raise UserError(self.env._("Write down how the identity was checked."))
        self._move(
            "identified",
            identified_at=fields.Datetime.now(),
            identified_by_id=self.env.uid,
            identity_how=words,
        )
        return True

    def action_answer(self, words=None):
        """Note the answer and send it.

        :raises UserError: when the identity was not checked or the fee is not paid
        """
        self._enter(("identified",))
        text = self._words(words)
        if not text:
            raise UserError(self.env._("Write down what was answered."))
        for request in self:
            if request.fee and not request.fee_paid_at:
                raise UserError(
                    self.env._("The fee is not paid yet: note it, or set it to zero.")
                )
        self._move(
            "answered",
            answer=text,
            answered_at=fields.Datetime.now(),
            answered_by_id=self.env.uid,
            remind_at=False,
        )
        self._tell("answered")
        return True

    def action_refuse(self, reason=None, words=None):
        """Refuse, with the reason; it goes into the refusal log.

        :raises UserError: without a reason in words
        """
        self._enter(OPEN)
        text = self._words(words)
        if not isinstance(reason, str) or reason not in dict(REFUSALS) or not text:
            raise UserError(self.env._("A refusal needs its reason, in words too."))
        self._move(
            "refused",
            refusal_reason=reason,
            answer=text,
            answered_at=fields.Datetime.now(),
            answered_by_id=self.env.uid,
            remind_at=False,
        )
        for request in self:
            request.env["customer.privacy.refusal"]._log(request, reason, text)
        self._tell("refused")
        return True

    def action_close(self):
        """Close what was answered or refused."""
        self._enter(("answered", "refused"))
        self._move("closed", closed_at=fields.Datetime.now(), remind_at=False)
        return True

    def _end_marketing(self):
        """Withdraw every consent to advertising of the person of an objection."""
        self.ensure_one()
        contacts, _person = self._keys()
        purposes = self.env["customer.purpose"].sudo()
        for purpose in purposes.search(
            [
                ("needs_consent", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        ):
            for contact in contacts:
                self.env["customer.consent"]._record(
                    contact,
                    purpose,
                    purpose._channels(),
                    "withdrawn",
                    "online" if self.source == "portal" else "written",
                    evidence=self.name,
                )

    def action_step(self, step=None):
        """Ask for the words of the next step."""
        self._check_officer()
        self.ensure_one()
        step = step or self.env.context.get("privacy_step")
        if step not in dict(
            self.env["customer.privacy.step"]._fields["step"].selection
        ):
            raise UserError(self.env._("There is no such step."))
        wizard = self.env["customer.privacy.step"].create(
            {"request_id": self.id, "step": step}
        )
        return {
            "type": "ir.actions.act_window",
            "name": dict(wizard._fields["step"]._description_selection(self.env))[step],
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    # ------------------------------------------------------------------

    def _enter(self, states):
        """Check who is here, lock the rows, read again.

        :raises UserError: when the state has moved on
        """
        self._check_officer()
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(
                self.env._("Somebody else works on this request. Try again shortly.")
            )
        self.invalidate_recordset(["state"])
        if any(request.state not in states for request in self):
            raise UserError(
                self.env._("This request is at another step now. Look at it again.")
            )

    @api.model
    def _received_words(self):
        """Return the first sentence of the letter, in the language of the letter."""
        self.ensure_one()
        return self.env._(
            "We received your request on %(day)s. You get our answer by %(due)s at the "
            "latest.",
            day=format_date(self.env, self.received_at, date_format="long"),
            due=format_date(self.env, self.due_date, date_format="long"),
        )

    def _fee_words(self):
        self.ensure_one()
        return self.env._(
            "What we have to do for it costs %(fee)s.",
            fee=format_amount(self.env, self.fee, self.currency_id),
        )

    def _words(self, text):
        """Return what was typed, never anything but text."""
        return text.replace("\x00", "").strip() if isinstance(text, str) else ""

    def _move(self, state, **values):
        self._trusted().write({"state": state, **values})
        if state not in OPEN:
            self.sudo()._untrusted().activity_unlink([TODO])

    def _tell(self, kind):
        """Queue the mail about it, in the person's language; a letter otherwise."""
        template = self.env.ref(MAIL % kind).sudo()
        for request in self.sudo():
            if request.email:
                template.send_mail(request.id)


class CustomerPrivacyRefusal(models.Model):
    """The log of refusals, as the law asks for: kept four years, changed by nobody."""

    _name = "customer.privacy.refusal"
    _description = "Refusal of a Privacy Request"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
    _order = "refused_at desc, id desc"
    _rec_name = "request_name"

    request_id = fields.Many2one(
        "customer.privacy.request", index=True, readonly=True, ondelete="restrict"
    )
    request_name = fields.Char(string="Number", required=True, readonly=True)
    kind = fields.Selection(related="request_id.kind", store=True, readonly=True)
    refused_at = fields.Datetime(required=True, readonly=True)
    reason = fields.Selection(REFUSALS, required=True, readonly=True)
    words = fields.Text(string="Reason in Words", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Refused by", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    keep_until = fields.Date(required=True, readonly=True)

    @api.model
    def _log(self, request, reason, words):
        now = fields.Datetime.now()
        return (
            self.sudo()
            ._trusted()
            .create(
                {
                    "request_id": request.id,
                    "request_name": request.name,
                    "refused_at": now,
                    "reason": reason,
                    "words": words,
                    "user_id": self.env.uid,
                    "company_id": request.company_id.id,
                    "keep_until": now.date() + relativedelta(years=KEPT_YEARS),
                }
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        today = fields.Date.today()
        if any(row.keep_until >= today for row in self):
            raise UserError(
                self.env._("The refusal log is kept for four years. Nobody deletes it.")
            )
        if not self.env.user.has_group(OFFICER) and not self.env.su:
            raise AccessError(self.env._("Only a privacy officer deletes it then."))


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        requests = self.env["customer.privacy.request"].sudo()
        due = [("remind_at", "<=", fields.Date.today())]
        job = ClockJob(requests, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
