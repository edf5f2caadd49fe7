from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..rules.scores import in_scale, low_reasons
from .helpdesk_ticket_category import READERS
from .score_field import ScoreField

SURVEY_STATES = [
    ("planned", "Planned"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("bounced", "Not Delivered"),
    ("expired", "Expired"),
    ("cancelled", "Cancelled"),
    ("no_address", "No E-mail Address"),
    ("failed", "Failed"),
]
SETTLED = [("yes", "Yes"), ("no", "No")]
# A link opens the survey in these states; the token does the rest.
OPEN_STATES = ("planned", "sent", "bounced", "no_address", "failed")
# What the survey pages write themselves, without meaning for the result.
FREE_FIELDS = {"lang_id", "last_displayed_page_id", "survey_first_submitted"}
# mail.thread and mail.activity.mixin keep their own books
BOOKKEEPING = ("message_", "activity_")
TOKEN_GROUPS = "survey.group_survey_user"


class SurveyUserInput(models.Model):
    """The invitation of a closing: one a round, written by nobody but the customer."""

    _name = "survey.user_input"
    _inherit = [
        "survey.user_input",
        "complaint.protected.mixin",
        "complaint.export.mixin",
    ]

    # Who reads the token can answer as the customer: not for those who only read the
    # answers of their complaints.
    access_token = fields.Char(groups=TOKEN_GROUPS)
    invite_token = fields.Char(groups=TOKEN_GROUPS)

    complaint_ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    complaint_round = fields.Integer(
        string="Round", copy=False, readonly=True, groups=READERS
    )
    complaint_company_id = fields.Many2one(
        related="complaint_ticket_id.company_id",
        string="Company",
        store=True,
        index="btree_not_null",
        groups=READERS,
    )
    complaint_store_id = fields.Many2one(
        related="complaint_ticket_id.store_id",
        string="Store",
        store=True,
        groups=READERS,
    )
    complaint_category_id = fields.Many2one(
        related="complaint_ticket_id.category_id",
        string="Category",
        store=True,
        groups=READERS,
    )
    complaint_state = fields.Selection(
        selection=SURVEY_STATES,
        string="Follow-up",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    complaint_due_at = fields.Datetime(
        string="Next Step At",
        copy=False,
        readonly=True,
        groups=READERS,
        help="When the scheduled action sends the invitation, or lets it expire.",
    )
    complaint_sent_at = fields.Datetime(
        string="Sent At", copy=False, readonly=True, groups=READERS
    )
    complaint_message_ref = fields.Char(
        string="Message-Id",
        index="btree_not_null",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    complaint_attempts = fields.Integer(
        string="Failed Attempts", copy=False, readonly=True, groups=READERS
    )
    complaint_problem = fields.Char(
        string="Problem", copy=False, readonly=True, groups=READERS
    )
    complaint_channel = fields.Selection(
        selection=[("link", "Link"), ("shop", "In the Shop")],
        string="Answered By",
        copy=False,
        readonly=True,
        groups=READERS,
        help="In the shop: a member of staff opened the survey for the customer.",
    )
    complaint_opened_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Opened By",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    complaint_opened_until = fields.Datetime(
        string="Opened Until", copy=False, readonly=True, groups=READERS
    )
    complaint_csat = ScoreField(
        string="Result (1–5)", copy=False, readonly=True, groups=READERS
    )
    complaint_csat_handling = ScoreField(
        string="Handling (1–5)", copy=False, readonly=True, groups=READERS
    )
    complaint_ces = ScoreField(
        string="Effort (1–7)", copy=False, readonly=True, groups=READERS
    )
    complaint_nps = ScoreField(
        string="Recommendation (0–10)", copy=False, readonly=True, groups=READERS
    )
    complaint_settled = fields.Selection(
        selection=SETTLED, string="Settled", copy=False, readonly=True, groups=READERS
    )
    complaint_comment = fields.Text(
        string="Comment", copy=False, readonly=True, groups=READERS
    )
    complaint_is_low = fields.Boolean(
        string="Low Score", copy=False, readonly=True, groups=READERS
    )

    _complaint_round_uniq = models.UniqueIndex(
        "(complaint_ticket_id, complaint_round) WHERE complaint_ticket_id IS NOT NULL",
        "A closing of a complaint has one survey invitation.",
    )
    _complaint_due_idx = models.Index(
        "(complaint_due_at, id) WHERE complaint_due_at IS NOT NULL"
    )

    # ------------------------------------------------------------------
    # protection: answers about complaints come from the customer alone
    # ------------------------------------------------------------------

    @api.model
    def _names_without_defaults(self):
        return {name for name in self._fields if name.startswith("complaint_")}

    def _complaint_inputs(self):
        """Return those of the records that belong to complaints, as superuser."""
        return self.sudo().filtered("complaint_ticket_id")

    @api.model
    def _complaint_refusal(self):
        return AccessError(
            self.env._(
                "The follow-up of a complaint is written by the customer's answer "
                "alone. It cannot be created, changed or deleted."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_trusted():
            return super().create(vals_list)
        defaults = [
            key for key in self.env.context if key.startswith("default_complaint_")
        ]
        if defaults or any(
            name.startswith("complaint_") for vals in vals_list for name in vals
        ):
            raise self._complaint_refusal()
        inputs = super().create(vals_list)
        if inputs.sudo().filtered(
            lambda answer: (
                answer.survey_id.is_complaint_survey and not answer.test_entry
            )
        ):
            raise self._complaint_refusal()
        return inputs

    def write(self, vals):
        if not self._is_trusted():
            names = {
                name
                for name in vals
                if name not in FREE_FIELDS and not name.startswith(BOOKKEEPING)
            }
            touches_result = any(name.startswith("complaint_") for name in names)
            if touches_result or (names and self._complaint_inputs()):
                raise self._complaint_refusal()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint(self):
        if not self._is_trusted() and self._complaint_inputs():
            raise self._complaint_refusal()

    def action_resend(self):
        """A follow-up is sent from the complaint, where the checks are."""
        if self._complaint_inputs():
            raise UserError(self.env._("Send the follow-up survey from the complaint."))
        return super().action_resend()

    # ------------------------------------------------------------------
    # the survey pages
    # ------------------------------------------------------------------

    def _complaint_may_answer(self, user):
        """Whether this visitor may use the link (S10).

        Without a login the token is the secret. A login must be the customer's, or
        that of the member of staff who opened the survey for the customer.
        """
        self.ensure_one()
        if user._is_public():
            return True
        if user._is_internal():
            return (
                user == self.complaint_opened_by_id
                and self.complaint_opened_until >= fields.Datetime.now()
            )
        return user.partner_id == self.partner_id or (
            bool(user.email_normalized) and user.email_normalized == self.email
        )

    def _split_complaints(self):
        complaints = self._complaint_inputs()
        return complaints._trusted(), self.browse(set(self.ids) - set(complaints.ids))

    def _mark_in_progress(self):
        complaints, others = self._split_complaints()
        if others:
            super(SurveyUserInput, others)._mark_in_progress()
        if complaints:
            super(SurveyUserInput, complaints)._mark_in_progress()

    def _mark_done(self):
        complaints, others = self._split_complaints()
        if others:
            super(SurveyUserInput, others)._mark_done()
        complaints = complaints.filtered(lambda answer: answer.state != "done")
        if complaints:
            super(SurveyUserInput, complaints)._mark_done()
            for answer in complaints:
                answer._store_complaint_result()

    def _save_lines(self, question, answer, comment=None, overwrite_existing=True):
        target = self
        if self._complaint_inputs():
            target = self.sudo()._trusted()
            overwrite_existing = True
        return super(SurveyUserInput, target)._save_lines(
            question, answer, comment=comment, overwrite_existing=overwrite_existing
        )

    def _clear_inactive_conditional_answers(self):
        target = self.sudo()._trusted() if self._complaint_inputs() else self
        return super(SurveyUserInput, target)._clear_inactive_conditional_answers()

    def _notify_new_participation_subscribers(self):
        # followers of a survey have no right to know who complained
        others = self - self.filtered(lambda answer: answer._complaint_inputs())
        return super(SurveyUserInput, others)._notify_new_participation_subscribers()

    # ------------------------------------------------------------------
    # result
    # ------------------------------------------------------------------

    def _complaint_measures(self):
        """Return {measure: answer} of what the customer answered."""
        self.ensure_one()
        result = {}
        for line in self.user_input_line_ids.filtered(lambda line: not line.skipped):
            measure = line.question_id.complaint_measure
            if measure == "settled":
                if line.suggested_answer_id:
                    result[measure] = line.suggested_answer_id.complaint_settled
            elif measure == "comment":
                result[measure] = line.value_text_box
            elif measure and in_scale(measure, line.value_scale):
                result[measure] = line.value_scale
        return result

    def _store_complaint_result(self):
        """Write the answers on the invitation and on the case; follow up low ones."""
        self.ensure_one()
        measures = self._complaint_measures()
        company = self.complaint_company_id
        reasons = low_reasons(
            measures.get("csat"),
            measures.get("settled"),
            company.complaint_survey_low_csat,
            company.complaint_survey_low_unsettled,
        )
        names = ("csat", "csat_handling", "ces", "nps", "settled", "comment")
        values = {f"complaint_{name}": measures.get(name, False) for name in names}
        self._trusted().write(
            {
                **values,
                "complaint_is_low": bool(reasons),
                "complaint_channel": "shop" if self.complaint_opened_by_id else "link",
                "complaint_problem": False,
            }
        )
        self._set_complaint_state("answered", due_at=False)
        ticket = self.complaint_ticket_id
        ticket._store_survey_result(self)
        if reasons:
            ticket._follow_up_low_score(self, reasons)

    def _set_complaint_state(self, state, due_at, **values):
        """Move invitations on, and their cases with them while they are the latest."""
        inputs = self.sudo()._trusted()
        inputs.write({"complaint_state": state, "complaint_due_at": due_at, **values})
        latest = inputs.filtered(
            lambda answer: answer == answer.complaint_ticket_id._latest_survey_input()
        )
        latest.complaint_ticket_id._trusted().write({"survey_state": state})

    def _wait_for_lock(self):
        """Lock the rows, waiting; who lost the race is run again by the server."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM survey_user_input WHERE id IN %s FOR UPDATE",
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()
