from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob
from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .customer_purpose import CHANNELS

STATES = [("given", "Given"), ("withdrawn", "Withdrawn"), ("refused", "Refused")]
SOURCES = [
    ("written", "In Writing"),
    ("online", "Online"),
    ("email", "By E-mail"),
    ("oral", "Said to Us"),
    ("other", "Otherwise"),
]
CONFIRM_DAYS = 14


class CustomerConsent(models.Model):
    """What a customer agreed to, and when: a change is a new row.

    The latest row about a purpose, class of goods and channel counts.
    """

    _name = "customer.consent"
    _description = "Consent"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
    _order = "at desc, id desc"
    _rec_name = "purpose_id"
    _moving_fields = frozenset({"confirmed_at", "confirm_todo_at"})

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    purpose_id = fields.Many2one(
        "customer.purpose",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    purpose_version = fields.Integer(string="Version of the Words", readonly=True)
    statement = fields.Text(
        string="Words Agreed To", readonly=True, help="As they were at that time."
    )
    goods_class_id = fields.Many2one(
        "customer.goods.class",
        string="Class of Goods",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: everything of the purpose.",
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    at = fields.Datetime(string="When", required=True, readonly=True)
    source = fields.Selection(SOURCES, required=True, readonly=True)
    evidence = fields.Text(
        readonly=True, help="Where it can be seen: form, mail, call, place, words."
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="customer_consent_attachment_rel",
        column1="consent_id",
        column2="attachment_id",
        string="Files",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Recorded By", readonly=True)
    store_id = fields.Many2one("retail.store", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    is_current = fields.Boolean(
        string="Current", compute="_compute_is_current", search="_search_is_current"
    )
    confirm_by = fields.Date(
        string="Confirm in Writing by",
        readonly=True,
        help="What was only said is used after the customer has it in writing: the law "
        "gives 14 days for that.",
    )
    confirmed_at = fields.Datetime(string="Confirmed in Writing", readonly=True)
    confirm_todo_at = fields.Date(readonly=True)

    _confirm_idx = models.Index("(confirm_todo_at) WHERE confirm_todo_at IS NOT NULL")
    _latest_idx = models.Index("(partner_id, purpose_id, channel, id DESC)")

    # ------------------------------------------------------------------
    # which row counts
    # ------------------------------------------------------------------

    @api.model
    def _current_ids(self, domain=None):
        """Return a subquery of the latest row of each subject.

        What was said later about everything counts for each class of goods, too.
        """
        return SQL(
            """SELECT latest.id FROM (
                   SELECT DISTINCT ON (partner_id, purpose_id,
                          COALESCE(goods_class_id, 0), channel)
                          id, partner_id, purpose_id, goods_class_id, channel
                     FROM customer_consent %s
                 ORDER BY partner_id, purpose_id, COALESCE(goods_class_id, 0),
                          channel, id DESC) latest
                WHERE latest.goods_class_id IS NULL OR NOT EXISTS (
                   SELECT FROM customer_consent later
                    WHERE later.partner_id = latest.partner_id
                      AND later.purpose_id = latest.purpose_id
                      AND later.channel = latest.channel
                      AND later.goods_class_id IS NULL
                      AND later.id > latest.id)""",
            domain or SQL(""),
        )

    def _compute_is_current(self):
        self.flush_model()
        partners = tuple(self.partner_id.ids) or (0,)
        rows = self.env.execute_query(
            self._current_ids(SQL("WHERE partner_id IN %s", partners))
        )
        current = {id_ for (id_,) in rows}
        for consent in self:
            consent.is_current = consent.id in current

    @api.model
    def _search_is_current(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = set(value)
        if wanted >= {True, False}:
            return Domain.TRUE if operator == "in" else Domain.FALSE
        positive = (operator == "in") == (True in wanted)
        return [("id", "in" if positive else "not in", self._current_ids())]

    # ------------------------------------------------------------------
    # writing down
    # ------------------------------------------------------------------

    @api.model
    def _record(self, partner, purpose, channels, state, source, **values):
        """Write down what a customer said; return the new rows (sudo).

        What is known already is not written down again. No rights are asked here.

        :param values: evidence, goods_class (record), store (record), at, files
        """
        take_turns(partner)
        store = values.get("store") or self.env["retail.store"]
        rows = []
        latest = self._latest(partner, purpose)
        goods_class = values.get("goods_class") or self.env["customer.goods.class"]
        now = fields.Datetime.now()
        for channel in channels:
            known = latest.get((goods_class.id, channel))
            if known and known.state == state and not values.get("evidence"):
                continue
            vals = {
                "partner_id": partner.id,
                "purpose_id": purpose.id,
                "purpose_version": purpose.version,
                "statement": purpose.statement,
                "goods_class_id": goods_class.id,
                "channel": channel,
                "state": state,
                "source": source,
                "at": values.get("at") or now,
                "evidence": values.get("evidence"),
                "attachment_ids": [(6, 0, values.get("files") or [])],
                "user_id": self.env.uid,
                "store_id": store.id,
                "company_id": (store.company_id or self.env.company).id,
            }
            if state == "given" and source == "oral":
                day = fields.Date.context_today(self, vals["at"])
                vals["confirm_by"] = day + timedelta(days=CONFIRM_DAYS)
                vals["confirm_todo_at"] = fields.Date.today()
            rows.append(vals)
        return self.sudo()._trusted().create(rows)._untrusted()

    @api.model
    def _latest(self, partner, purpose):
        """Return {(class id or False, channel): the row that counts} (sudo)."""
        rows = self.sudo().search(
            [("partner_id", "=", partner.id), ("purpose_id", "=", purpose.id)],
            order="id",
        )
        return {(row.goods_class_id.id, row.channel): row for row in rows}

    @api.constrains("at", "purpose_id", "goods_class_id")
    def _check_subject(self):
        for consent in self:
            if consent.at > fields.Datetime.now() + timedelta(minutes=5):
                raise ValidationError(self.env._("A consent is not in the future."))
            classes = consent.purpose_id.goods_class_ids
            if consent.goods_class_id and consent.goods_class_id not in classes:
                raise ValidationError(
                    self.env._(
                        "“%(goods)s” does not belong to “%(purpose)s”.",
                        goods=consent.goods_class_id.name,
                        purpose=consent.purpose_id.name,
                    )
                )

    @api.model
    def _permitted(self, partners, purpose, channel, goods_class=None):
        """Return those of the partners who may be addressed like this.

        The latest word about the class of goods or about everything decides; what was
        only said counts once it is confirmed in writing.

        :param purpose: may be empty: then it is no matter of consent
        """
        if not purpose or not purpose.needs_consent or not partners:
            return partners
        classes = [False, *(goods_class.ids if goods_class else [])]
        rows = self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("purpose_id", "=", purpose.id),
                ("channel", "=", channel),
                ("goods_class_id", "in", classes),
                # a yes is said to one company, a no to all of them
                "|",
                ("state", "!=", "given"),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            order="id",
        )
        last = {row.partner_id.id: row for row in rows}
        return partners.filtered(
            lambda one: one.id in last and last[one.id]._is_usable()
        )

    def _agreed_words(self):
        """Return the first sentence of the confirmation on paper."""
        self.ensure_one()
        return self.env._(
            "On %(day)s you told us that you agree to this:",
            day=format_date(self.env, self.at, date_format="long"),
        )

    def _is_usable(self):
        self.ensure_one()
        told = self.source != "oral" or bool(self.confirmed_at)
        return self.state == "given" and told

    # ------------------------------------------------------------------
    # oral consent is confirmed in writing
    # ------------------------------------------------------------------

    def action_confirm_in_writing(self):
        """Send the customer in writing what was said, and note it.

        :raises UserError: without an address to write to
        """
        self.check_access("read")
        if not self.env.user.has_group("customer_relations_addon.group_relations_user"):
            raise AccessError(self.env._("Only shop staff confirm a consent."))
        waiting = self.filtered(
            lambda one: one.confirm_by and not one.confirmed_at and one.is_current
        )
        template = self.env.ref("customer_relations_addon.mail_template_consent")
        for consent in waiting.sudo():
            if consent.partner_id.email:
                template.sudo().send_mail(consent.id)
        waiting.sudo()._trusted().write(
            {"confirmed_at": fields.Datetime.now(), "confirm_todo_at": False}
        )
        by_post = waiting.sudo().filtered(lambda one: not one.partner_id.email)
        if by_post:
            return self.env.ref(
                "customer_relations_addon.customer_consent_report"
            ).report_action(by_post.ids)
        return True

    def _confirm_batch(self):
        """Give a to-do for what has to be confirmed; called by the clock."""
        self._trusted().write({"confirm_todo_at": False})
        for consent in self.filtered(
            lambda one: one.state == "given" and not one.confirmed_at
        ):
            user = consent.user_id
            if not user.active or user.share:
                user = consent.store_id.manager_id
            if user and consent.is_current:
                consent.partner_id.with_context(lang=user.lang).activity_schedule(
                    "customer_relations_addon.mail_activity_type_consent",
                    date_deadline=consent.confirm_by,
                    user_id=user.id,
                )


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        consents = self.env["customer.consent"].sudo()
        due = [("confirm_todo_at", "<=", fields.Date.today())]
        job = ClockJob(consents, due, "_confirm_batch", "confirm_todo_at, id")
        return [*super()._clock_due_batches(), job]
