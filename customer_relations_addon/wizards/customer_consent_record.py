from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.customer_consent import SOURCES, STATES
from ..models.customer_purpose import CHANNELS


class CustomerConsentRecord(models.TransientModel):
    """Writes down in one go what a customer agreed to, refused or withdrew."""

    _name = "customer.consent.record"
    _inherit = ["customer.links.mixin"]
    _description = "Record Consent"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        default=lambda self: self._default_partner(),
    )
    purpose_id = fields.Many2one(
        "customer.purpose",
        required=True,
        domain=[("needs_consent", "=", True)],
        default=lambda self: self.env["customer.purpose"].search(
            [("needs_consent", "=", True)], limit=1
        ),
    )
    statement = fields.Text(related="purpose_id.statement", string="Read Out")
    goods_class_ids = fields.Many2many(
        "customer.goods.class",
        string="Only for These Goods",
        help="Empty: everything of the purpose.",
    )
    allowed_class_ids = fields.Many2many(related="purpose_id.goods_class_ids")
    state = fields.Selection(
        STATES, required=True, default="given", string="The Customer’s Word"
    )
    by_email = fields.Boolean(string="E-mail")
    by_phone = fields.Boolean(string="Telephone")
    by_sms = fields.Boolean(string="Text Message")
    by_post = fields.Boolean(string="Letter")
    by_social = fields.Boolean(string="Social Media and Chat")
    source = fields.Selection(SOURCES, required=True, default="written", string="How")
    evidence = fields.Text()
    file_ids = fields.Many2many(
        "ir.attachment",
        relation="customer_consent_record_attachment_rel",
        column1="wizard_id",
        column2="attachment_id",
        string="Files",
    )
    store_id = fields.Many2one(
        "retail.store", default=lambda self: self._default_store()
    )

    @api.model
    def _default_partner(self):
        """Return the customer on whose page the screen was opened."""
        context = self.env.context
        partners = self.env["res.partner"]
        id_ = context.get("active_id")
        if context.get("active_model") != "res.partner" or not isinstance(id_, int):
            return partners
        partner = partners.browse(id_).exists()
        partner.check_access("read")
        return partner

    @api.model
    def _default_store(self):
        """Return the only store the user works in, if there is just one."""
        stores = self.env["retail.store"].search(
            [("member_ids", "in", self.env.uid)], limit=2
        )
        return stores if len(stores) == 1 else stores.browse()

    def action_record(self):
        """Write it down.

        :raises UserError: when no channel is ticked
        """
        self.ensure_one()
        if not self.env.user.has_group("customer_relations_addon.group_relations_user"):
            raise AccessError(self.env._("Only shop staff record a consent."))
        for record in (self.partner_id, self.purpose_id, self.store_id):
            record.check_access("read")
        channels = [key for key, _label in CHANNELS if self[f"by_{key}"]]
        if not channels:
            raise UserError(self.env._("Tick at least one channel."))
        consents = self.env["customer.consent"]
        files = self._own_files()
        for goods_class in self.goods_class_ids or [None]:
            rows = consents._record(
                self.partner_id,
                self.purpose_id,
                channels,
                self.state,
                self.source,
                evidence=self.evidence,
                goods_class=goods_class,
                store=self.store_id,
                files=files.ids,
            )
            files.sudo().write({"res_model": rows._name, "res_id": rows[:1].id})
        return {"type": "ir.actions.act_window_close"}

    def _own_files(self):
        """Return the files that were put on this screen.

        They move to the consent, and its readers read them: no file of another record
        does, whoever may read it there.

        :raises AccessError: for other files
        """
        files = self.file_ids
        files.check_access("read")
        for file in files.sudo():
            here = file.res_model == self._name and file.res_id in (0, self.id)
            new = not file.res_id and not file.res_field
            if file.create_uid != self.env.user or not (here or new):
                raise AccessError(
                    self.env._("Add the file here: it belongs to something else.")
                )
        return files
