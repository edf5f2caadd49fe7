"""Who is asked, and who reads the case because of it."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .complaint_referral import OPEN_STATES
from .helpdesk_ticket_people import AUDITOR, MANAGER

# Everybody asked gets a to-do: more than a department is no question any more.
MOST_RECEIVERS = 50


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    @api.depends(
        "user_id",
        "people_ids",
        "team_id.user_ids",
        "team_id.user_id",
        "department_id.member_ids.user_id",
        "department_id.manager_id.user_id",
        "ticket_id.involved_user_ids",
        "ticket_id.company_id",
    )
    def _compute_receiver_ids(self):
        for referral in self:
            if referral.state not in OPEN_STATES:
                # who was asked then; people come and go
                referral.receiver_ids = referral.receiver_ids
                continue
            referral.receiver_ids = self._eligible(
                referral._named_users(), referral.ticket_id, referral.kind
            )

    @api.depends("receiver_ids", "state", "accepted_by_id")
    def _compute_reader_ids(self):
        for referral in self:
            readers = referral.receiver_ids
            if referral.state == "accepted":
                readers &= referral.accepted_by_id
            elif referral.state != "pending":
                readers = readers.browse()
            referral.reader_ids = readers

    def _named_users(self):
        """Return everybody who belongs to the receiver, whether able or not (sudo)."""
        self.ensure_one()
        return self._users_of(self.receiver_kind, self.sudo())

    @api.model
    def _users_of(self, kind, source):
        """
        :param source: a referral or the screen that makes one
        """
        if kind == "user":
            return source.user_id
        if kind == "people":
            return source.people_ids
        if kind == "team":
            return source.team_id.user_ids | source.team_id.user_id
        if kind == "department":
            department = source.department_id
            return (department.member_ids | department.manager_id).user_id
        return self.env["res.users"].sudo()

    @api.model
    def _eligible(self, users, ticket, kind):
        """Return those who can be asked about the case, or can take it over."""
        if kind == "handover":
            return users.filtered(
                lambda user: ticket._may_own(
                    user, ticket.company_id, ticket.involved_user_ids
                )
            )
        return users.filtered(
            lambda user: (
                user.active
                and not user.share
                and user not in ticket.involved_user_ids
                and ticket.company_id in user.company_ids
                and (not user.has_group(AUDITOR) or user.has_group(MANAGER))
            )
        )

    def _check_receivers(self):
        """:raises ValidationError: when nobody can be asked, with the reason (sudo)"""
        self.ensure_one()
        if self.receiver_kind == "partner":
            if self.kind == "handover":
                raise ValidationError(
                    self.env._(
                        "The case stays ours: an outside body can be asked, not own it."
                    )
                )
            return
        named = self._named_users()
        involved = named & self.ticket_id.involved_user_ids
        if self.receiver_kind in ("user", "people") and involved:
            raise ValidationError(
                self.env._(
                    "%(users)s: complained about in this case, so it cannot be handed "
                    "to them.",
                    users=", ".join(involved.mapped("name")),
                )
            )
        unable = named - self.receiver_ids
        if self.receiver_kind in ("user", "people") and unable:
            self._raise_unable(unable)
        if not self.receiver_ids:
            self._raise_unable(named)
        if len(self.receiver_ids) > MOST_RECEIVERS:
            raise ValidationError(
                self.env._(
                    "%(receiver)s are more than %(most)s people. Choose who answers.",
                    receiver=self.receiver_name,
                    most=MOST_RECEIVERS,
                )
            )

    def _raise_unable(self, users):
        names = ", ".join(users.mapped("name")) or self.receiver_name
        if self.kind == "handover":
            message = self.env._(
                "%(users)s: no role for complaints in this company, so the case cannot "
                "be handed over. Ask a question instead.",
                users=names,
            )
        else:
            message = self.env._(
                "%(users)s: nobody there who works in this company and can be asked.",
                users=names,
            )
        raise ValidationError(message)
