from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import hmac

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .customer_privacy_finder import Found

MANAGER = "customer_relations_addon.group_relations_manager"
DONE_TODO = "customer_relations_addon.mail_activity_type_erasure"
STATES = [
    ("draft", "Preview"),
    ("waiting", "Waits for the Second Person"),
    ("done", "Erased"),
    ("rejected", "Rejected"),
]


class CustomerErasure(models.Model):
    """Erasing one person: what is found, who asked, who agreed, what was done.

    Nothing of the person is kept here: numbers only.
    """

    _name = "customer.erasure"
    _description = "Erasure of a Person"
    _inherit = [
        "complaint.by.method.mixin",
        "mail.activity.mixin",
        "mail.thread",
        "complaint.export.mixin",
    ]
    _order = "id desc"

    name = fields.Char(string="Number", readonly=True, required=True)
    request_id = fields.Many2one(
        "customer.privacy.request", readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    requester_id = fields.Many2one("res.users", string="Asked by", readonly=True)
    approver_id = fields.Many2one("res.users", string="Agreed by", readonly=True)
    asked_at = fields.Datetime(readonly=True)
    asked_keys = fields.Char(
        readonly=True,
        groups=NO_ACCESS,
        help="By what the person was looked for when the second person was asked.",
    )
    done_at = fields.Datetime(string="Erased At", readonly=True)
    reason = fields.Text(string="Why Rejected", readonly=True)
    partner_count = fields.Integer(string="Contacts", readonly=True)
    preview = fields.Json(readonly=True)
    result = fields.Json(readonly=True)
    preview_text = fields.Html(compute="_compute_texts", string="What Is Found")
    result_text = fields.Html(compute="_compute_texts", string="What Was Done")
    obstacle = fields.Text(
        compute="_compute_obstacle", help="Why the person cannot be erased now."
    )
    may_agree = fields.Boolean(compute="_compute_may_agree")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    person = fields.Char(string="Who", compute="_compute_person")

    @api.depends("state", "request_id")
    def _compute_person(self):
        """Whom it is about, as long as we know it."""
        for erasure in self.sudo():
            request = erasure.request_id
            words = [request.partner_name, request.email, request.phone]
            words += request.same_partner_ids.mapped("display_name")
            known = erasure.state in ("draft", "waiting")
            erasure.person = ", ".join(dict.fromkeys(filter(None, words))) * known

    @api.depends("preview", "result")
    def _compute_texts(self):
        for erasure in self:
            erasure.preview_text = erasure._counts_html(erasure.preview, True)
            erasure.result_text = erasure._counts_html(erasure.result, False)

    def _counts_html(self, counts, with_reason):
        if not counts:
            return False
        holders = self.env["customer.privacy.holders"]
        models_ = self.env["ir.model"].sudo()
        lines = [
            {
                "name": models_._get(name).name or name,
                "count": count,
                "why": holders._holder(name).why if with_reason else "",
            }
            for name, count in sorted(counts.items())
            if count
        ]
        return self.env["ir.qweb"]._render(
            "customer_relations_addon.customer_erasure_table", {"lines": lines}
        )

    @api.depends("state", "requester_id")
    @api.depends_context("uid")
    def _compute_may_agree(self):
        """Whoever asked is never the second person."""
        for erasure in self:
            asked = erasure.sudo().requester_id
            erasure.may_agree = erasure.state == "waiting" and asked != self.env.user

    @api.depends("state", "request_id")
    def _compute_obstacle(self):
        for erasure in self:
            erasure.obstacle = False
            if erasure.state in ("draft", "waiting"):
                try:
                    erasure._check_erasable()
                except UserError as error:
                    erasure.obstacle = error.args[0]

    # ------------------------------------------------------------------
    # the way
    # ------------------------------------------------------------------

    @api.model
    def _start(self, request):
        """Return the erasure of a request, with a preview; one at a time."""
        request._check_officer()
        take_turns(request)
        open_one = self.sudo().search(
            [("request_id", "=", request.id), ("state", "in", ("draft", "waiting"))]
        )
        erasure = open_one[:1] or self.sudo()._trusted().create(
            {
                "name": request.name,
                "request_id": request.id,
                "company_id": request.company_id.id,
            }
        )
        erasure = erasure._untrusted().with_user(self.env.user)
        erasure._count()
        return erasure

    def _count(self):
        """Count what would be touched."""
        contacts, person = self.request_id._keys()
        finder = self.env["customer.privacy.finder"]
        found = finder._keep_ours(finder._find(contacts, person))
        contacts = found.get("res.partner", Found()).rows
        counts = {name: len(hit.every) for name, hit in found.items() if hit.every}
        self.sudo()._trusted().write(
            {"preview": counts, "partner_count": len(contacts)}
        )
        self.env["customer.access.log"]._write_down(self, "preview")

    def action_count(self):
        """Look again at what there is."""
        self._enter(("draft", "waiting"))
        self._count()
        return True

    def action_ask(self):
        """Ask a second person to agree.

        :raises UserError: when something stands against it
        """
        self._enter(("draft",))
        self._check_erasable()
        finder = self.env["customer.privacy.finder"]
        finder._check_all_ours(finder._find(*self.request_id._keys()))
        self.sudo()._trusted().write(
            {
                "state": "waiting",
                "requester_id": self.env.uid,
                "asked_at": fields.Datetime.now(),
                "asked_keys": self._keys_digest(),
            }
        )
        for user in self._seconds():
            # due on the day it is where the second person works
            self.sudo().with_context(lang=user.lang, tz=user.tz).activity_schedule(
                DONE_TODO, user_id=user.id
            )
        return True

    def action_approve(self):
        """Agree as the second person: the person is erased now, wholly or not at all.

        Pressed again it does nothing.

        :raises AccessError: for the one who asked, and who is no manager
        :raises UserError: when something stands against it
        """
        self.ensure_one()
        self._check_second()
        self._lock()
        if self.state == "done":
            return True
        if self.state != "waiting":
            raise UserError(self.env._("Nobody has asked for this yet."))
        if self.sudo().requester_id == self.env.user:
            raise AccessError(
                self.env._("You asked for it: a second person has to agree.")
            )
        self._check_same_person()
        self._check_erasable()
        self._erase_now()
        return True

    def _keys_digest(self):
        """Return a digest of by what this person is found: it keeps nothing of them."""
        contacts, person = self.request_id.sudo()._keys()
        keys = [sorted(part) for part in (person.emails, person.phones, person.names)]
        return hmac(self.env(su=True), "customer-erasure", [sorted(contacts.ids), keys])

    def _check_same_person(self):
        """:raises UserError: when it is somebody else now than who was asked about"""
        asked = self.sudo().asked_keys
        if asked and asked != self._keys_digest():
            raise UserError(
                self.env._(
                    "By what this person is found has changed since you were asked. "
                    "Do not agree, so that it is asked anew."
                )
            )

    def action_reject(self, words=None):
        """Refuse to agree, with a reason.

        :raises UserError: without one
        """
        self.ensure_one()
        self._check_second()
        self._lock()
        if self.state != "waiting":
            raise UserError(self.env._("Nobody waits for an answer here."))
        reason = self._masked(self.env["customer.privacy.request"]._words(words))
        if not reason:
            raise UserError(self.env._("Write down why you do not agree."))
        self.sudo()._trusted().write({"state": "rejected", "reason": reason})
        self.sudo().activity_unlink([DONE_TODO])
        self.env["customer.access.log"]._write_down(self, "rejected")
        self.sudo().message_post(
            body=self.env._("Not agreed to: %(reason)s", reason=reason),
            author_id=self.env.user.partner_id.id,
            partner_ids=self.sudo().requester_id.partner_id.ids,
        )
        return True

    def _masked(self, text):
        """Return a text without the person: nothing of them is kept here."""
        try:
            _contacts, person = self.request_id.sudo()._keys()
        except UserError:
            return text
        return person.mask(text)

    def _check_second(self):
        """:raises AccessError: unless a manager of the company who may see it"""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a relations manager agrees to an erasure.")
            )
        self.check_access("read")

    def _enter(self, states):
        self.ensure_one()
        self.request_id._check_officer()
        self._lock()
        if self.state not in states:
            raise UserError(self.env._("This erasure is at another step now."))

    def _lock(self):
        if self.sudo().try_lock_for_update() != self.sudo():
            raise UserError(
                self.env._("Somebody else works on this right now. Try again shortly.")
            )
        self.invalidate_recordset()

    def _seconds(self):
        users = self.env["res.users"].sudo()
        return users.search(
            [
                ("all_group_ids", "in", self.env.ref(MANAGER).ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
                ("id", "!=", self.env.uid),
            ]
        )

    # ------------------------------------------------------------------
    # doing it
    # ------------------------------------------------------------------

    def _erase_now(self):
        """Erase: all of it in this transaction, so a kill leaves all or nothing."""
        erasure = self.sudo()
        request = erasure.request_id
        contacts, person = request._keys()
        self._lock_rows(contacts)
        tell = request._erasure_mail()
        finder = self.env["customer.privacy.finder"]
        found = finder._find(contacts, person)
        finder._check_all_ours(found)
        tickets = self.env["helpdesk.ticket"].browse(
            sorted(found["helpdesk.ticket"].rows if "helpdesk.ticket" in found else ())
        )
        label = self.env._("Erased customer %(number)s", number=erasure.name)
        result = (
            self.env["customer.privacy.eraser"]
            .sudo()
            ._erase(contacts, person, label, found)
        )
        for ticket in tickets.sudo().filtered("is_complaint"):
            ticket.with_user(self.env.user).sudo()._log_decision(
                "erased", detail=f"erasure: {erasure.id}"
            )
        erasure._trusted().write(
            {
                "state": "done",
                "approver_id": self.env.uid,
                "done_at": fields.Datetime.now(),
                "result": result,
            }
        )
        erasure.activity_unlink([DONE_TODO])
        request._erased(tell)
        self.env["customer.access.log"]._write_down(self, "erased")

    def _lock_rows(self, contacts):
        if contacts.sudo().try_lock_for_update(allow_referencing=True) != contacts:
            raise UserError(
                self.env._("Somebody works on this customer right now. Try again.")
            )
