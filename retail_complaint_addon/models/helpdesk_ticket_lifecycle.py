from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import ormcache

from .complaint_entrance import UNSTORABLE
from .helpdesk_ticket_clock import BASIS_FIELDS, Calendars
from .helpdesk_ticket_intake import TARGETS
from .helpdesk_ticket_people import AUDITOR, CLERK, MANAGER, SUPERVISOR

# What may still change on a closed case: its chatter, to-dos and position on screen.
CLOSED_FIELDS = {
    "access_token",
    "active",
    "attachment_ids",
    "color",
    "legal_hold",
    "outside_answered_at",
    "outside_body",
    "outside_ref",
    "outside_reply_by",
    "sequence",
    "website_message_ids",
}
CLOSED_PREFIXES = ("message_", "activity_", "my_activity_")


class HelpdeskTicket(models.Model):
    """Writing, closing and reopening: every door runs the same checks."""

    _inherit = "helpdesk.ticket"

    def write(self, vals):
        vals = dict(vals)
        self._check_raw_values([vals])
        self._check_ticket_links([vals])
        complaints = self.sudo().filtered("is_complaint").with_env(self.env)
        becoming = self._becomes_complaint(vals)
        if not complaints and not becoming:
            return super().write(vals)
        self = self._with_evidence()  # noqa: PLW0642
        if self._is_trusted():
            # what lies below is not ours, and needs no trust
            return super(HelpdeskTicket, self._untrusted()).write(vals)
        return self._write_complaints(
            complaints.with_env(self.env), becoming.with_env(self.env), vals
        )

    def _write_complaints(self, complaints, becoming, vals):
        """Check what changes on complaints, write, and do what follows from it."""
        self._check_raw_values([vals], frozenset(self._fields))
        stage = self._stage_of(vals)
        closed = complaints.sudo().filtered("stage_id.closed")
        leaving = closed if stage and not stage.closed else closed.browse()
        entering = (
            complaints.sudo() - closed if stage.closed else complaints.browse().sudo()
        )
        self._check_complaint_vals(complaints, becoming, closed, vals)
        (leaving | entering)._check_may_move()
        entering._lock_case()
        leaving._lock_case()
        becoming._prepare_conversion()
        old_owners = {ticket: ticket.user_id for ticket in complaints.sudo()}
        categories = {ticket: ticket.category_id for ticket in complaints.sudo()}
        basis = complaints._clock_basis() if BASIS_FIELDS & set(vals) else {}
        # the second half of write()
        result = super().write(vals)  # pylint: disable=super-method-mismatch
        becoming._finish_conversion()
        complaints._sync_people(vals)
        complaints._welcome_owners(old_owners, vals)
        complaints.sudo().filtered(
            lambda ticket: ticket.category_id != categories[ticket]
        )._create_steps()
        if basis:
            complaints._follow_basis(basis, vals)
        if "received_at" in vals:
            for ticket in complaints.sudo().filtered(lambda t: not t.resolved_at):
                ticket._restart_targets(ticket.received_at)
        leaving._finish_reopening()
        entering._finish_closing()
        return result

    # ------------------------------------------------------------------
    # checks before
    # ------------------------------------------------------------------

    @api.model
    def _stage_of(self, vals):
        if "stage_id" not in vals:
            return self.env["helpdesk.ticket.stage"].sudo()
        return self._given_record(vals, "stage_id")

    def _check_complaint_vals(self, complaints, becoming, closed, vals):
        self._check_protected(vals)
        if "stage_id" in vals and not vals["stage_id"]:
            raise self._empty_error("stage_id")
        if "user_id" in vals and not vals["user_id"]:
            raise self._empty_error("user_id")
        for name in {"name", "description"} & set(vals):
            self._check_text(name, vals[name])
        if not self._may_set_targets() and set(TARGETS) & set(vals):
            raise AccessError(self._targets_message())
        for name in ("is_complaint", "active"):
            if name in vals and not vals[name]:
                complaints._check_may_clear(name)
        complaints._check_may_lift_hold(vals)
        stage = self._stage_of(vals)
        if closed and (not stage or stage.closed):
            closed._check_closed_vals(vals, stage)
        if becoming and stage.closed:
            raise ValidationError(
                self.env._(
                    "%(field)s: a complaint is closed with its result.",
                    field=self._label("stage_id"),
                )
            )

    def _check_closed_vals(self, vals, stage):
        """:raises ValidationError: when a closed case would change"""
        changed = [
            name
            for name in vals
            if name not in CLOSED_FIELDS and not name.startswith(CLOSED_PREFIXES)
        ]
        if changed == ["stage_id"] and self.stage_id == stage:
            return
        if changed:
            raise ValidationError(
                self.env._(
                    "Case %(case)s is closed. Reopen it first to change %(fields)s.",
                    case=self[0].number,
                    fields=", ".join(
                        self._label(name) for name in changed if name in self._fields
                    ),
                )
            )

    def _check_may_clear(self, name):
        """:raises AccessError: when a clerk takes a complaint out of sight"""
        if self and not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "%(field)s: only a supervisor takes a complaint out of the list.",
                    field=self._label(name),
                )
            )

    def _check_may_lift_hold(self, vals):
        """:raises AccessError: when a clerk lifts the hold of a case once closed

        Then nothing would keep the person from being erased.
        """
        if vals.get("legal_hold", True) or self.env.su:
            return
        held = self.sudo().filtered(
            lambda ticket: ticket.legal_hold and (ticket.closed or ticket.round > 1)
        )
        if held and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "%(field)s: case %(case)s was closed before. Only a supervisor "
                    "lifts its hold.",
                    field=self._label("legal_hold"),
                    case=held[0].number,
                )
            )

    def _check_may_move(self):
        """:raises AccessError: when somebody closes or reopens a case of others

        The pages for customers write as superuser, so the user decides here.
        """
        if not self:
            return
        if not self._is_clerk():
            raise AccessError(
                self.env._("Only staff of the complaint desk close or reopen a case.")
            )
        if self.env.uid != api.SUPERUSER_ID:
            self.sudo(False).check_access("write")

    def _is_clerk(self):
        """Say whether the user handles complaints; an auditor only reads them."""
        user = self.env.user
        if self.env.uid == api.SUPERUSER_ID or user.has_group(MANAGER):
            return True
        return user.has_group(CLERK) and not user.has_group(AUDITOR)

    def _lock_case(self):
        if self:
            self._lock_cluster()

    def _require_complaints(self):
        self.check_access("write")
        if not self._is_clerk():
            raise AccessError(self.env._("Only staff handle complaints."))
        if any(not ticket.is_complaint for ticket in self):
            raise UserError(self.env._("This ticket is no complaint."))

    # ------------------------------------------------------------------
    # stages
    # ------------------------------------------------------------------

    @api.model
    def _applicable_stages(self, company, team):
        company = company._origin or self.env.company
        ids = self._applicable_stage_ids(company, team.sudo()._origin)
        return self.env["helpdesk.ticket.stage"].sudo().browse(ids)

    @api.model
    @ormcache("company.id", "team.id", "team.company_id.id")
    def _applicable_stage_ids(self, company, team):
        """Kept for everybody until somebody changes a stage."""
        # nothing a client may say in the context decides it
        team = team.with_env(self.env(su=True, context={}))
        return team.with_company(company)._get_applicable_stages()._ids

    @api.model
    def _open_stages(self, company, team):
        stages = self._applicable_stages(company, team)
        return stages.filtered(lambda stage: not stage.closed)

    def _pick_stage(self, xmlid, stages):
        """Return the shipped stage if it is among these, else the first of them."""
        shipped = self.env.ref(xmlid, raise_if_not_found=False)
        return shipped if shipped and shipped in stages else stages[:1]

    def _closing_stage(self):
        self.ensure_one()
        stages = self._applicable_stages(self.company_id, self.team_id)
        return self._pick_stage(
            "helpdesk_mgmt.helpdesk_ticket_stage_done", stages.filtered("closed")
        )

    def _working_stage(self):
        self.ensure_one()
        stages = self._open_stages(self.company_id, self.team_id)
        worked = stages.filtered(lambda stage: not stage.unattended) or stages
        return self._pick_stage(
            "helpdesk_mgmt.helpdesk_ticket_stage_in_progress", worked
        )

    @api.depends("team_id")
    def _compute_stage_id(self):
        """A new team never closes or reopens a complaint by the way."""
        complaints = self.filtered("is_complaint")
        for ticket in complaints.sudo():
            stages = self._applicable_stages(ticket.company_id, ticket.team_id)
            if ticket.stage_id not in stages and not ticket.stage_id.closed:
                ticket.stage_id = stages.filtered(lambda stage: not stage.closed)[:1]
        return super(HelpdeskTicket, self - complaints)._compute_stage_id()

    # ------------------------------------------------------------------
    # acknowledge
    # ------------------------------------------------------------------

    def action_acknowledge(self):
        """Note that the customer knows the case is being looked at."""
        self._require_complaints()
        self._note_acknowledged(fields.Datetime.now())
        return True

    def _note_acknowledged(self, moment):
        """Note since when the customer knows, and until when they hear again.

        The desk's own mail at intake moves no stage: nobody has looked at the case.
        """
        person = self.env.user._is_internal() and self.env.uid != api.SUPERUSER_ID
        calendars = Calendars()
        for ticket in self.sudo():
            if ticket.acknowledged_at or ticket.closed:
                continue
            values = {"acknowledged_at": moment}
            if person and ticket.stage_id.unattended:
                values["stage_id"] = ticket._working_stage().id or ticket.stage_id.id
            values.update(ticket._notice_values(moment, calendars))
            ticket._trusted().write(values)
            ticket._untrusted()._log_decision("acknowledged")

    # ------------------------------------------------------------------
    # close
    # ------------------------------------------------------------------

    def action_close_complaint(self):
        """Close with verdict, cause and outcome."""
        self._require_complaints()
        for ticket in self:
            if ticket.closed:
                continue
            stage = ticket.sudo()._closing_stage()
            if not stage:
                raise UserError(
                    self.env._(
                        "The team of case %(case)s has no closed stage.",
                        case=ticket.number,
                    )
                )
            ticket.write({"stage_id": stage.id})
        return True

    def _finish_closing(self):
        for ticket in self:
            ticket._check_result()
            ticket._trusted().write({"resolved_at": fields.Datetime.now()})
            ticket._untrusted()._log_decision("closed", note=ticket.cause_note)

    def _check_result(self):
        """:raises ValidationError: when the case is not ready to be closed"""
        self.ensure_one()
        solutions = self._open_solutions()
        if solutions:
            raise ValidationError(
                self.env._(
                    "Case %(case)s has packages that are not finished: %(packages)s.",
                    case=self.number,
                    packages=", ".join(solutions.mapped("display_name")),
                )
            )
        if self.duplicate_id:
            return
        missing = [self._label(name) for name in self._missing_result()]
        if missing:
            raise ValidationError(
                self.env._(
                    "Fill in before closing case %(case)s: %(fields)s.",
                    case=self.number,
                    fields=", ".join(missing),
                )
            )
        self._check_facts("close")
        steps = self.step_ids.filtered(
            lambda step: step.is_mandatory and step.state == "todo"
        )
        if steps:
            raise ValidationError(
                self.env._(
                    "Case %(case)s has mandatory steps to do: %(steps)s.",
                    case=self.number,
                    steps=", ".join(steps.mapped("name")),
                )
            )

    def _missing_result(self):
        """Return the names of the fields that closing still needs."""
        names = []
        if self.nature != "opinion" or self.solution_ids:
            names = ["verdict", "cause_id", "customer_outcome"]
        if self.customer_outcome == "dissatisfied":
            names.append("recourse_named")
        return [name for name in names if self._is_blank(name)]

    # ------------------------------------------------------------------
    # reopen
    # ------------------------------------------------------------------

    def action_reopen(self, reason=None):
        """Open a closed case again: a new round, with the clock started anew.

        :param str reason: what the customer says now
        """
        self._require_complaints()
        text = isinstance(reason, str) and not UNSTORABLE.search(reason)
        if reason is not None and not text:
            raise ValidationError(self.env._("The reason is a text."))
        for ticket in self:
            if not ticket.closed:
                continue
            stage = ticket.sudo()._working_stage()
            # only the text of a note: the key opens nothing
            ticket.with_context(complaint_reopen_reason=reason).write(
                {"stage_id": stage.id}
            )
        return True

    def _finish_reopening(self):
        reason = self.env.context.get("complaint_reopen_reason")
        reason = reason if isinstance(reason, str) else None
        for ticket in self:
            ticket._trusted().write(
                {
                    "closed_date": False,
                    "resolved_at": False,
                    "customer_outcome": False,
                    "recourse_named": False,
                    "round": ticket.round + 1,
                }
            )
            ticket._restart_targets(fields.Datetime.now())
            ticket._untrusted()._log_decision("reopened", note=reason)
            if reason:
                ticket._message_log(body=reason)

    # ------------------------------------------------------------------
    # mail
    # ------------------------------------------------------------------

    def _welcome_owners(self, old_owners, vals):
        """Tell the owner that a computation put in charge; write() tells the others."""
        if "user_id" in vals:
            return
        for ticket in self.sudo():
            if ticket.user_id and ticket.user_id != old_owners[ticket]:
                ticket._message_auto_subscribe({"user_id": ticket.user_id.id})

    def _track_template(self, tracking):
        """The stage mails of upstream carry names of staff: none for complaints."""
        result = super()._track_template(tracking)
        if self[:1].is_complaint:
            result.pop("stage_id", None)
        return result
