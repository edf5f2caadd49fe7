"""Submit, return, accept, close: one at a time or several of a kind."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .jewellery_investigation import FULL, SHORT, WRITABLE
from .jewellery_investigation_departments import ENDED
from .qc_inspection_actions import INSPECTOR, INVESTIGATOR

TODO = "mail.mail_activity_data_todo"
RETURNED = "jewellery_quality_addon.mail_activity_type_returned"
ORIGIN = "mgmtsystem_nonconformity.nc_origin_external_client"


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    def action_take(self):
        """Take what nobody works on yet."""
        self._check_inspector()
        for one in self:
            one._lock_in(*WRITABLE)
            if one.user_id and one.user_id != self.env.user:
                raise UserError(
                    self.env._("%(user)s works on it.", user=one.user_id.name)
                )
            one._trusted().sudo().user_id = self.env.user
        return True

    def action_submit(self):
        """Hand it to the quality manager."""
        self._check_inspector()
        for one in self:
            if one.state == "submitted" and one.submitted_by_id == self.env.user:
                continue
            one._lock_in(*WRITABLE)
            one._check_may_write()
            one._check_filled()
            one._go(
                "submitted",
                submitted_by_id=self.env.uid,
                submitted_at=fields.Datetime.now(),
            )
            one._end_own_todos()
        return True

    def action_accept(self, comment=None):
        """Accept the analysis; the cause goes to the cases.

        :param str comment: what the quality manager says to it
        """
        for one in self:
            if one.state == "accepted" and one.analysed_by_id == self.env.user:
                continue
            one._analyse("accepted", comment)
            one._tell_the_cases()
        return True

    def action_return(self, comment=None):
        """Give it back to whoever submitted it.

        :param str comment: what is missing
        """
        text = comment.strip() if isinstance(comment, str) else ""
        if not text:
            raise UserError(self.env._("Say what is missing."))
        for one in self:
            one._analyse("returned", text)
            one.sudo().activity_schedule(
                RETURNED,
                user_id=one.submitted_by_id.id,
                summary=self.env._("%(name)s came back", name=one.name),
            )
        return True

    def action_close(self):
        """Close what was accepted, after saying whether it helped."""
        self._check_manager()
        for one in self:
            one._lock_in("accepted")
            one._check_closable()
            one._go("closed", closed_at=fields.Datetime.now())
            one._log_in_cases(self.env._("investigation closed"))
        return True

    def action_cancel(self):
        """Give it up before anything was accepted."""
        self._check_manager()
        for one in self:
            one._lock_in("draft", "returned", "submitted")
            one._go("cancelled")
            one.sudo().activity_unlink([RETURNED, TODO])
        return True

    def _end_own_todos(self):
        """Whoever hands it over has put right what was missing; other to-dos stay."""
        self.sudo().activity_unlink([RETURNED])

    def _open_form(self):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "jewellery_quality_addon.jewellery_investigation_action"
            ),
            "views": [(False, "form")],
            "res_id": self.id,
        }

    def action_decide(self):
        """Open the screen for a comment, for one or several of a kind."""
        self._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Analyse"),
            "res_model": "jewellery.investigation.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_investigation_ids": self.ids},
        }

    def action_make_nonconformity(self):
        """Record it in the management system, once; open the record there."""
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        if self.state not in ("accepted", "closed"):
            raise UserError(self.env._("Accept the investigation first."))
        if not self.nonconformity_id:
            record = self.env["mgmtsystem.nonconformity"].create(
                self._nonconformity_values()
            )
            self.sudo()._trusted().nonconformity_id = record.id
        return {
            "type": "ir.actions.act_window",
            "res_model": "mgmtsystem.nonconformity",
            "res_id": self.nonconformity_id.id,
            "view_mode": "form",
        }

    def _nonconformity_values(self):
        """Everything the record needs, also for a case without contact or owner."""
        cases = self.sudo().ticket_ids
        owner = self.user_id or self.env.user
        return {
            "name": self.name,
            "partner_id": (cases.partner_id[:1] or self.company_id.partner_id).id,
            "reference": self.case_numbers,
            "responsible_user_id": owner.id,
            "manager_user_id": self.env.uid,
            "origin_ids": [(6, 0, self.env.ref(ORIGIN).ids)],
            "description": self.what or self.name,
            "analysis": "\n".join(self.why_ids.mapped("answer")) or self.escape_point,
            "action_comments": self.prevention or self.containment,
            "company_id": self.company_id.id,
        }

    # ------------------------------------------------------------------
    # steps
    # ------------------------------------------------------------------

    def _check_inspector(self):
        if not self.env.user.has_group(INSPECTOR):
            raise AccessError(self.env._("Only quality staff investigate."))
        self.check_access("write")

    def _check_manager(self):
        if not self.env.user.has_group(INVESTIGATOR):
            raise AccessError(self.env._("Only the quality manager decides here."))
        self.check_access("write")

    def _may_analyse(self):
        """The quality manager, who did not submit it."""
        self.ensure_one()
        user = self.env.user
        return (
            self.state == "submitted"
            and user != self.submitted_by_id
            and user.has_group(INVESTIGATOR)
        )

    def _lock_in(self, *states):
        self.ensure_one()
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on it right now."))
        self.invalidate_recordset(["state", "submitted_by_id", "user_id"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s: not possible in state %(state)s.",
                    name=self.name,
                    state=labels[self.state],
                )
            )

    def _go(self, state, **values):
        self.sudo()._trusted().write({"state": state, **values})

    def _check_filled(self):
        """:raises UserError: naming everything that is missing at once"""
        names = FULL if self.form == "full" else SHORT
        missing = [name for name in names if not self[name]]
        if self.form == "full" and len(self.team_ids | self.user_id) < 2:
            missing = [*missing, "team_ids"]
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s: still to fill in: %(fields)s.",
                    name=self.name,
                    fields=self._where([name for name in names if name in missing]),
                )
            )

    def _where(self, names):
        """Return the labels of fields with the pages on which they are found."""
        cause = self.env._("Root Cause")
        pages = {
            "containment": self.env._("Containment"),
            "finding_ids": self.env._("Findings and Inspections"),
            "why_ids": cause,
            "cause_id": cause,
            "escape_point": cause,
        }
        found = {}
        for name in names:
            label = self._fields[name]._description_string(self.env)
            page = pages.get(name) or self.env._("Problem")
            found.setdefault(page, []).append(label)
        parts = [
            page
            if labels == [page]
            else self.env._(
                "%(page)s (%(fields)s)", page=page, fields=", ".join(labels)
            )
            for page, labels in found.items()
        ]
        return "; ".join(parts)

    def _analyse(self, state, comment):
        self._check_manager()
        self._lock_in("submitted")
        if not self._may_analyse():
            raise AccessError(
                self.env._(
                    "%(name)s: somebody else than its author analyses it.",
                    name=self.name,
                )
            )
        self._go(
            state,
            analysed_by_id=self.env.uid,
            analysed_at=fields.Datetime.now(),
            analysis_comment=comment if isinstance(comment, str) else False,
        )

    def _tell_the_cases(self):
        """The cause goes to open cases that name none."""
        for case in self.sudo().ticket_ids:
            if not case.cause_id and not case.closed:
                case._untrusted().write({"cause_id": self.cause_id.id})
        self._log_in_cases(
            self.env._("root cause: %(cause)s", cause=self.cause_id.name)
        )

    def _log_in_cases(self, what):
        for case in self.sudo().ticket_ids:
            case._log_decision("investigated", detail=f"{self.name}; {what}")

    @api.model
    def _open_for(self, tickets):
        """Return the investigation of these cases (sudo), a new one if there is none.

        :param tickets: complaints that the caller has checked
        """
        tickets._check_open_for(self.env._("investigations"))
        take_turns(tickets)
        under_way = tickets.investigation_ids.filtered(
            lambda one: one.state not in ENDED and tickets <= one.ticket_ids
        )
        return under_way[:1] or self.sudo()._trusted().create(
            {
                "company_id": tickets.company_id[:1].id,
                "ticket_ids": [(6, 0, tickets.ids)],
                "lot_ids": [(6, 0, tickets.lot_id.ids)],
                "user_id": False,
                "what": "\n".join(filter(None, tickets.mapped("name"))),
            }
        )
