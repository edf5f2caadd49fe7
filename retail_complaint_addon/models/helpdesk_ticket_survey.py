from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rules.scores import nps_group, nps_points, top_box
from .helpdesk_ticket_category import READERS
from .score_field import ScoreField
from .survey_user_input import OPEN_STATES, SETTLED, SURVEY_STATES

CLERK = "retail_complaint_addon.group_complaint_clerk"
# what only the customer's answer and the scheduled action write
SURVEY_FIELDS = (
    "survey_input_ids",
    "survey_state",
    "survey_answered_at",
    "csat",
    "csat_handling",
    "ces",
    "nps",
    "csat_percent",
    "nps_points",
    "nps_group",
    "survey_settled",
    "survey_comment",
    "survey_is_low",
)
SENDABLE_STATES = ("planned", "no_address", "bounced", "failed")
SHOP_MINUTES = 30


class HelpdeskTicket(models.Model):
    """The follow-up survey of a closed complaint, and what came of it."""

    _inherit = "helpdesk.ticket"

    survey_input_ids = fields.One2many(
        comodel_name="survey.user_input",
        inverse_name="complaint_ticket_id",
        string="Survey Invitations",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    survey_state = fields.Selection(
        selection=[("none", "None"), *SURVEY_STATES],
        string="Follow-up Survey",
        default="none",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    survey_answered_at = fields.Datetime(copy=False, readonly=True, groups=READERS)
    csat = ScoreField(
        string="Satisfaction With the Result (1–5)",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    csat_handling = ScoreField(
        string="Satisfaction With the Handling (1–5)",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    ces = ScoreField(
        string="Effort (1–7)",
        copy=False,
        readonly=True,
        groups=READERS,
        help="1: very little effort for the customer, 7: very much.",
    )
    nps = ScoreField(
        string="Recommendation (0–10)", copy=False, readonly=True, groups=READERS
    )
    csat_percent = ScoreField(
        string="Satisfied Customers (%)",
        compute="_compute_survey_figures",
        store=True,
        groups=READERS,
        help="100 for an answer of 4 or 5, else 0: the average is the share.",
    )
    nps_points = ScoreField(
        string="Net Promoter Score",
        compute="_compute_survey_figures",
        store=True,
        groups=READERS,
        help="100 for a promoter, -100 for a detractor: the average is the score.",
    )
    nps_group = fields.Selection(
        selection=[
            ("promoter", "Promoter (9–10)"),
            ("passive", "Passive (7–8)"),
            ("detractor", "Detractor (0–6)"),
        ],
        string="Promoter or Detractor",
        compute="_compute_survey_figures",
        store=True,
        groups=READERS,
    )
    survey_settled = fields.Selection(
        selection=SETTLED,
        string="Settled for the Customer",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    survey_comment = fields.Text(copy=False, readonly=True, groups=READERS)
    survey_is_low = fields.Boolean(
        string="Low Survey Score", copy=False, readonly=True, groups=READERS
    )

    _complaint_answered_idx = models.Index(
        "(survey_answered_at DESC) INCLUDE (id, active, is_complaint, company_id,"
        " user_id, store_id, category_id, cause_id, product_id, channel_id, csat,"
        " csat_percent, ces, nps, nps_points) WHERE survey_answered_at IS NOT NULL"
    )

    @api.depends("csat", "nps")
    def _compute_survey_figures(self):
        for ticket in self:
            answered = ticket.csat if ticket.csat is not False else None
            recommended = ticket.nps if ticket.nps is not False else None
            ticket.csat_percent = top_box(answered)
            ticket.nps_points = nps_points(recommended)
            ticket.nps_group = nps_group(recommended)

    # ------------------------------------------------------------------
    # protection
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_trusted():
            return super().create(vals_list)
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            forged = [
                name
                for name in SURVEY_FIELDS
                if vals.pop(name, False) not in (False, None, "none", [])
                or self.env.context.get(f"default_{name}")
            ]
            self._refuse_survey_fields(forged)
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_trusted():
            self._refuse_survey_fields([n for n in SURVEY_FIELDS if n in vals])
        return super().write(vals)

    @api.model
    def _names_without_defaults(self):
        return super()._names_without_defaults() | set(SURVEY_FIELDS)

    @api.model
    def _refuse_survey_fields(self, names):
        if names:
            labels = [self._fields[n]._description_string(self.env) for n in names]
            raise AccessError(
                self.env._(
                    "%(fields)s: only the customer's answer to the survey writes it.",
                    fields=", ".join(labels),
                )
            )

    # ------------------------------------------------------------------
    # closing and reopening
    # ------------------------------------------------------------------

    def _finish_closing(self):
        result = super()._finish_closing()
        self._plan_surveys()
        return result

    def _finish_reopening(self):
        result = super()._finish_reopening()
        self._cancel_surveys()
        return result

    def _plan_surveys(self):
        """Create the one invitation of this closing; its mail goes later."""
        tickets = self.sudo().filtered(lambda ticket: ticket._wants_survey())
        invited = {
            (answer.complaint_ticket_id.id, answer.complaint_round)
            for answer in tickets.survey_input_ids
        }
        tickets = tickets.filtered(lambda t: (t.id, t.round) not in invited)
        inputs = (
            self.env["survey.user_input"]
            .sudo()
            ._trusted()
            .with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
            .create([ticket._prepare_survey_input() for ticket in tickets])
        )
        for state, answers in inputs.grouped("complaint_state").items():
            answers.complaint_ticket_id._trusted().write({"survey_state": state})
        return inputs

    def _wants_survey(self):
        """Say whether the customer of this case is asked."""
        self.ensure_one()
        return bool(
            self.is_complaint
            and self.nature != "opinion"
            and not self.duplicate_id
            and self.customer_outcome != "unreachable"
            and self.company_id.complaint_survey_enabled
            and self._complaint_survey()
        )

    def _complaint_survey(self):
        """Return the survey of the category, of those above it, or the company's."""
        category = self.category_id.sudo()
        while category:
            if category.survey_id.is_complaint_survey and category.survey_id.active:
                return category.survey_id
            category = category.parent_id
        return self.company_id.sudo()._get_complaint_survey()

    def _prepare_survey_input(self):
        company = self.company_id
        email = self._survey_email()
        due = fields.Datetime.now() + timedelta(days=company.complaint_survey_delay)
        deadline = due + timedelta(days=company.complaint_survey_validity)
        return {
            "survey_id": self._complaint_survey().id,
            "partner_id": self.partner_id.id,
            "email": email,
            "lang_id": self.env["res.lang"]._lang_get(self._survey_lang()).id,
            "deadline": deadline,
            "complaint_ticket_id": self.id,
            "complaint_round": self.round,
            "complaint_state": "planned" if email else "no_address",
            "complaint_due_at": due if email else deadline,
        }

    def _survey_email(self):
        """Return where the customer can be written to, or False.

        An address of ours would answer itself.
        """
        self.ensure_one()
        ticket = self.sudo()
        partner = ticket.partner_id
        email = ticket._survey_normalize(ticket.partner_email)
        email = email or partner.email_normalized
        if not email or self.env["mail.alias"].sudo().search_count(
            [("alias_full_name", "=", email)], limit=1
        ):
            return False
        return email

    def _survey_lang(self):
        ticket = self.sudo()
        lang = ticket.partner_id.lang or ticket.company_id.partner_id.lang
        return self.env["res.lang"]._get_data(code=lang).code or "en_US"

    def _survey_still_due(self, answer):
        """Whether a planned invitation may go: the case is closed, in that round."""
        self.ensure_one()
        return (
            self.stage_id.closed
            and self.round == answer.complaint_round
            and self._wants_survey()
        )

    def _cancel_surveys(self):
        for ticket in self.sudo():
            ticket.survey_input_ids.filtered(
                lambda answer: answer.complaint_state in OPEN_STATES
            )._cancel_complaint_invitation()

    def _latest_survey_input(self):
        self.ensure_one()
        return self.sudo().survey_input_ids.sorted("complaint_round")[-1:]

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_send_survey(self):
        """Send the follow-up survey now, or again after the mail came back."""
        for ticket in self:
            ticket._check_survey_button()
            answer = ticket._current_survey_input() or ticket._plan_surveys()
            if answer.complaint_state not in SENDABLE_STATES:
                raise UserError(ticket._survey_state_message(answer))
            if not ticket._survey_email():
                raise UserError(
                    self.env._(
                        "Case %(case)s has no e-mail address of the customer. Open "
                        "the survey in the shop instead.",
                        case=ticket.number,
                    )
                )
            if not answer.try_lock_for_update():
                raise UserError(
                    self.env._(
                        "The follow-up survey of case %(case)s is being sent at this "
                        "moment.",
                        case=ticket.number,
                    )
                )
            answer._send_complaint_invitation()
        return True

    def action_open_survey(self):
        """Open the survey on this screen for the customer in the shop.

        The answer is marked: it was given in the shop, opened by this user.
        """
        self.ensure_one()
        self._check_survey_button()
        answer = self._current_survey_input() or self._plan_surveys()
        if answer.complaint_state not in OPEN_STATES:
            raise UserError(self._survey_state_message(answer))
        until = fields.Datetime.now() + timedelta(minutes=SHOP_MINUTES)
        answer._trusted().write(
            {
                "complaint_opened_by_id": self.env.uid,
                "complaint_opened_until": until,
                "deadline": max(answer.deadline or until, until),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": answer._complaint_survey_url(),
            "target": "new",
        }

    def action_view_survey(self):
        """Open the invitations and answers of the case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.survey_user_input_action_complaint"
        )
        action["domain"] = [("complaint_ticket_id", "=", self.id)]
        action["context"] = {"create": False}
        inputs = self.survey_input_ids
        if len(inputs) == 1:
            form = self.env.ref("retail_complaint_addon.survey_user_input_view_form")
            action["views"] = [(form.id, "form")]
            action["res_id"] = inputs.id
        return action

    def _check_survey_button(self):
        """:raises UserError: when there is nothing to ask the customer yet"""
        self.check_access("write")
        if not self.env.user.has_group(CLERK):
            raise AccessError(
                self.env._("Only staff who handle complaints ask the customer.")
            )
        ticket = self.sudo()
        if not ticket.is_complaint or not ticket.stage_id.closed:
            raise UserError(
                self.env._("The follow-up survey is for closed complaints.")
            )
        if not ticket._current_survey_input() and not ticket._wants_survey():
            raise UserError(self.env._("There is no follow-up survey for this case."))

    def _current_survey_input(self):
        self.ensure_one()
        ticket = self.sudo()
        return ticket.survey_input_ids.filtered(
            lambda answer: answer.complaint_round == ticket.round
        )

    def _survey_state_message(self, answer):
        field = answer._fields["complaint_state"]
        names = dict(field._description_selection(self.env))
        return self.env._(
            "The follow-up survey of case %(case)s cannot be sent or opened any more. "
            "Its state is: %(state)s",
            case=self.sudo().number,
            state=names.get(answer.complaint_state, ""),
        )

    # ------------------------------------------------------------------
    # result
    # ------------------------------------------------------------------

    def _store_survey_result(self, answer):
        """Write the answers of the latest round on the case."""
        self.ensure_one()
        rounds = self.survey_input_ids.filtered(
            lambda other: other.complaint_state == "answered"
        ).mapped("complaint_round")
        if answer.complaint_round < max(rounds, default=0):
            return
        self.sudo()._trusted().write(
            {
                "survey_answered_at": fields.Datetime.now(),
                "csat": answer.complaint_csat,
                "csat_handling": answer.complaint_csat_handling,
                "ces": answer.complaint_ces,
                "nps": answer.complaint_nps,
                "survey_settled": answer.complaint_settled,
                "survey_comment": answer.complaint_comment,
                "survey_is_low": answer.complaint_is_low,
            }
        )
