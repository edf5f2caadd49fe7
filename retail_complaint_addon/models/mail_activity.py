from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .mail_message import OWN_MODELS
from .trust import TRUSTED

ACTIVITY = "retail_complaint_addon.mail_activity_type_approval"
CASE = "helpdesk.ticket"
# Put into the context with TRUSTED for people who were found to read the case.
CHECKED_KEY = "complaint_reader_checked"
PLACE = {"res_id", "res_model", "res_model_id"}
# What makes a to-do somebody's to decide; marking it done archives it.
DECIDED_BY = PLACE | {"active", "activity_type_id", "user_id"}


class MailActivity(models.Model):
    """To-dos of complaints: nobody slips one under a foreign case, and what somebody
    is asked to decide does not vanish from their list."""

    _inherit = "mail.activity"

    @api.constrains("user_id", "res_model", "res_id")
    def _check_reader(self):
        """A to-do shows the title of its case: only to those who may read it (D1)."""
        if self.env.context.get(CHECKED_KEY) is TRUSTED:
            # the clock has just asked, for all cases of its batch at once; who decides
            # a request was looked up as somebody who sees the case
            return
        places = defaultdict(set)
        for activity in self.sudo()._on_complaints():
            if activity.user_id and activity.res_id:
                places[activity.user_id, activity.res_model].add(activity.res_id)
        for (user, model), ids in places.items():
            records = self.env[model].browse(sorted(ids))
            # wherever the user works: companies are chosen on the screen
            reader = records.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            if len(reader._filtered_access("read")) < len(records):
                raise ValidationError(
                    self.env._(
                        "%(user)s may not read this complaint, so there is nothing to "
                        "do for them.",
                        user=user.name,
                    )
                )

    def write(self, vals):
        if not DECIDED_BY.isdisjoint(vals):
            self._check_decided()
        result = super().write(vals)
        if not PLACE.isdisjoint(vals) and not self.env.su:
            # upstream asks for the old place only
            self._on_complaints().check_access("create")
        return result

    def unlink(self):
        self._check_decided()
        return super().unlink()

    def _check_decided(self):
        """:raises UserError: when a request would wait without anybody's to-do"""
        if self.env.su:
            return
        kind = self.env.ref(ACTIVITY)
        asked = self.sudo().filtered(
            lambda activity: (
                activity.active
                and activity.activity_type_id == kind
                and activity.res_model == "complaint.approval"
            )
        )
        requests = self.env["complaint.approval"].sudo().browse(asked.mapped("res_id"))
        if "pending" in requests.exists().mapped("state"):
            raise UserError(
                self.env._(
                    "Approve or reject the package: this to-do goes with the decision."
                )
            )

    def _on_complaints(self):
        """Return those on a complaint or on what hangs on one; plain tickets not."""
        cases = self.env["helpdesk.ticket"].sudo()
        on_cases = self.sudo().filtered(lambda activity: activity.res_model == CASE)
        cases = cases.browse({id_ for id_ in on_cases.mapped("res_id") if id_})
        complaints = set(cases.exists().filtered("is_complaint").ids)
        found = self.sudo().filtered(
            lambda activity: (
                activity.res_id in complaints
                if activity.res_model == CASE
                else (activity.res_model or "").startswith(OWN_MODELS)
            )
        )
        return found.with_env(self.env)

    def _check_access(self, operation):
        """The to-do to approve belongs to who is asked, not to who asked.

        Auditors give nobody anything to do.
        """
        result = super()._check_access(operation)
        if self.env.su or operation == "read":
            return result
        if operation == "create":
            refused = self._asked_by_auditor()
            why = self.env._("You may read complaints, not change them.")
        else:
            refused = self.sudo().filtered(
                lambda activity: (
                    activity.res_model == "complaint.approval"
                    and activity.user_id != self.env.user
                )
            )
            why = self.env._("This to-do belongs to somebody else.")
        if not refused:
            return result
        forbidden = refused.with_env(self.env)
        if result:
            forbidden |= result[0]
        return forbidden, lambda: AccessError(why)

    def _asked_by_auditor(self):
        if not self.env.user._only_audits():
            return self.browse()
        return self._on_complaints()
