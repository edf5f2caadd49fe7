"""Accept, answer, return, withdraw: one receiver, one owner, at any moment."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .complaint_referral import OPEN_STATES

ACTIVITY = "retail_complaint_addon.mail_activity_type_referral"


class ComplaintReferral(models.Model):
    _name = "complaint.referral"
    _inherit = ["complaint.referral", "complaint.words.mixin"]

    # ------------------------------------------------------------------
    # who may
    # ------------------------------------------------------------------

    def _may_answer(self):
        """Say whether the user is asked; staff answer for an outside body."""
        self.ensure_one()
        referral = self.sudo()
        if referral.receiver_kind == "partner":
            return referral._may_steer(self.env)
        return self.env.user in referral.reader_ids

    def _may_withdraw(self):
        referral = self.sudo()
        if referral.kind == "handover" and referral.state == "accepted":
            return False
        return referral._may_steer(self.env)

    def _may_steer(self, env):
        """Say whether the user of ``env`` handles the case."""
        ticket = self.sudo().ticket_id.with_env(env(su=False))
        return ticket._is_clerk() and ticket.has_access("write")

    def _check_answerer(self):
        self.check_access("read")
        if not self._may_answer():
            raise AccessError(
                self.env._(
                    "%(referral)s: this is for %(receiver)s.",
                    referral=self.sudo().display_name,
                    receiver=self.sudo().receiver_name,
                )
            )

    def _start(self):
        """Check and lock one referral, and return it as superuser.

        The rights are asked before, so that a stranger holds no lock, and again with
        what the lock lets read.
        """
        self._check_answerer()
        referral = self.sudo()._trusted()
        referral._lock_rows()
        return referral

    def _ended_error(self):
        referral = self.sudo()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return UserError(
            self.env._(
                "%(referral)s has ended: %(state)s.",
                referral=referral.display_name,
                state=labels[referral.state],
            )
        )

    # ------------------------------------------------------------------
    # accept
    # ------------------------------------------------------------------

    def action_accept(self):
        """Take it on. Taking over the case makes the user its only owner.

        :raises UserError: when a colleague was faster
        """
        for referral in self:
            referral._accept()
        return True

    def _accept(self):
        known = self.sudo().exists()
        if known.state == "accepted" and self.env.user in known.receiver_ids:
            # before the question who may: a colleague who was slower is told why not
            self._check_taken()
            return
        referral = self._start()
        if referral.state == "accepted":
            self._check_taken()
            return
        if referral.state != "pending":
            raise self._ended_error()
        self._check_answerer()
        values = {
            "state": "accepted",
            "accepted_by_id": self.env.uid,
            "accepted_at": fields.Datetime.now(),
        }
        if referral.kind == "handover":
            values["previous_owner_id"] = referral._take_over().id
        referral.write(values)
        referral._tell_case(
            self.env._("%(user)s has accepted it.", user=self.env.user.name)
        )
        others = referral.activity_ids.filtered(
            lambda todo: todo.user_id != self.env.user
        )
        others.unlink()

    def _check_taken(self):
        """:raises UserError: when somebody else has accepted it"""
        taker = self.sudo().accepted_by_id
        if taker != self.env.user:
            raise UserError(
                self.env._("%(user)s has accepted it already.", user=taker.name)
            )

    def _take_over(self):
        """Make the user the owner of the case; return the one before (sudo)."""
        ticket = self.ticket_id._untrusted()
        ticket._lock_cluster()
        ticket._check_open_for(self.env._("owner"))
        if not ticket._may_own(
            self.env.user, ticket.company_id, ticket.involved_user_ids
        ):
            raise AccessError(self.env._("You cannot own this case."))
        before = ticket.user_id
        values = {"user_id": self.env.uid}
        team = self.team_id
        if team and team.company_id in (ticket.company_id, ticket.company_id.browse()):
            values["team_id"] = team.id
        ticket._trusted().write(values)
        earlier = self.search(
            [
                ("ticket_id", "=", ticket.id),
                ("kind", "=", "handover"),
                ("state", "=", "accepted"),
                ("id", "!=", self.id),
            ]
        )
        for referral in earlier:
            referral._end(
                "answered",
                answer=self.env._(
                    "Handed on to %(receiver)s.", receiver=self.receiver_name
                ),
            )
        return before

    # ------------------------------------------------------------------
    # answer, return, withdraw
    # ------------------------------------------------------------------

    def action_answer(self, answer=None, file_ids=None):
        """Answer. Without an answer the screen for it opens.

        :param str answer: the answer
        :param list file_ids: attachments the user has just brought
        """
        self.ensure_one()
        answer = self._words(answer)
        if answer is None:
            self._check_answerer()
            return self._step_action("answer")
        referral = self._start()
        if referral.state not in OPEN_STATES:
            raise self._ended_error()
        self._check_answerer()
        if referral.kind == "handover" and referral.state == "pending":
            raise UserError(
                self.env._("A case is accepted or returned before it is answered.")
            )
        values = {"answer": answer}
        if referral.state == "pending":
            values["accepted_by_id"] = self.env.uid
            values["accepted_at"] = fields.Datetime.now()
        files = self._own_files(file_ids)
        if files:
            files.sudo().write({"res_model": self._name, "res_id": self.id})
            values["answer_file_ids"] = [(6, 0, files.ids)]
        referral._end("answered", **values)
        return True

    @api.model
    def _own_files(self, file_ids):
        """Return files that hang nowhere yet and were brought by the user."""
        if not file_ids:
            return self.env["ir.attachment"]
        valid = isinstance(file_ids, list | tuple) and all(
            isinstance(one, int) and 0 < one < 2**31 for one in file_ids
        )
        files = self.env["ir.attachment"].browse(file_ids if valid else ())
        known = files.sudo().exists()
        fresh = known.filtered(
            lambda file: (
                file.create_uid == self.env.user
                and (not file.res_id or file.res_model in self._screens())
            )
        )
        if not valid or fresh != files.sudo():
            raise AccessError(self.env._("Only files of your own can be added."))
        return files

    @api.model
    def _screens(self):
        """Return the screens through which files are brought."""
        return ("complaint.referral.step", "complaint.custody.take.in")

    def action_return(self, comment=None):
        """Give it back with a comment; a case taken over goes back to its owner.

        :param str comment: why
        """
        self.ensure_one()
        comment = self._words(comment)
        if comment is None:
            self._check_answerer()
            return self._step_action("return")
        referral = self._start()
        if referral.state not in OPEN_STATES:
            raise self._ended_error()
        self._check_answerer()
        if referral.kind == "handover" and referral.state == "accepted":
            referral._give_back()
        referral._end("returned", closing_comment=comment)
        return True

    def _give_back(self):
        """The case goes back; it is never without an owner."""
        ticket = self.ticket_id._untrusted()
        ticket._lock_cluster()
        if ticket.user_id != self.accepted_by_id:
            return
        involved = ticket.involved_user_ids
        owner = self.previous_owner_id
        if not ticket._may_own(owner, ticket.company_id, involved):
            others = ticket._owner_chain(
                ticket.company_id, ticket.store_id, ticket.team_id
            )
            owner = next(
                (
                    user
                    for user in others
                    if user != self.accepted_by_id
                    and ticket._may_own(user, ticket.company_id, involved)
                ),
                None,
            )
        if not owner:
            raise UserError(
                self.env._(
                    "Nobody else can own case %(case)s, so it stays with you.",
                    case=ticket.number,
                )
            )
        ticket._trusted().write({"user_id": owner.id})

    def action_withdraw(self, comment=None):
        """Take a referral back that is not answered yet.

        :param str comment: why
        """
        comment = self._words(comment)
        for one in self:
            one.check_access("read")
            if not one._may_steer(self.env):
                raise AccessError(
                    self.env._("Only who handles the case takes a referral back.")
                )
            referral = one.sudo()._trusted()
            referral._lock_rows()
            if referral.state == "withdrawn":
                continue
            if referral.state not in OPEN_STATES:
                raise one._ended_error()
            if not one._may_withdraw():
                raise UserError(
                    self.env._(
                        "%(user)s owns the case now and can return it.",
                        user=referral.accepted_by_id.name,
                    )
                )
            referral._end("withdrawn", closing_comment=comment)
        return True

    def _end(self, state, **values):
        """End one referral (trusted): access, to-dos and reminders end with it."""
        words = values.get("answer") or values.get("closing_comment")
        self.write(
            {
                "state": state,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
                **values,
            }
        )
        self.activity_ids.unlink()
        label = dict(self._fields["state"]._description_selection(self.env))[state]
        self._tell_case(label, words)
        if state != "withdrawn":
            self._tell_sender(label, words)

    # ------------------------------------------------------------------
    # words to the others
    # ------------------------------------------------------------------

    def _tell_case(self, what, words=None):
        """Write into the chatter of the case what happened to the referral."""
        body = self.env._(
            "Referral to %(receiver)s: %(what)s", receiver=self.receiver_name, what=what
        )
        lines = [body, *(words or "").splitlines()]
        self.ticket_id._untrusted()._message_log(
            body=Markup("<br/>").join(lines), author_id=self.env.user.partner_id.id
        )

    def _tell_sender(self, what, words):
        """Tell who asked, and the owner, unless they did it themselves."""
        ticket = self.ticket_id
        users = (self.sender_id | ticket.user_id) - self.env.user
        self._notify_users(
            users - ticket.involved_user_ids,
            self.env._("%(referral)s: %(what)s", referral=self.display_name, what=what),
            words or self.reason,
        )

    def _notify_users(self, users, subject, body):
        """Send a notification that leads to the referral (sudo)."""
        partners = users.filtered("active").partner_id
        if partners:
            self._untrusted().message_notify(
                partner_ids=partners.ids, subject=subject, body=body
            )

    def _notify_receivers(self):
        """Give everybody who is asked a to-do that leads to the referral."""
        for referral in self:
            for user in referral.receiver_ids:
                referral._untrusted().activity_schedule(
                    ACTIVITY,
                    date_deadline=referral.ticket_id._local_date(referral.due_at),
                    user_id=user.id,
                    summary=referral.reason,
                )

    # ------------------------------------------------------------------
    # screens
    # ------------------------------------------------------------------

    def _step_action(self, step):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_referral_step_action"
        )
        return {
            **action,
            "context": {"default_referral_id": self.id, "default_step": step},
        }

    def action_open_ticket(self):
        """Open the case."""
        self.ensure_one()
        self.check_access("read")
        return self.ticket_id._complaint_form_action()
