from odoo import api, fields, models

GIVEN = (
    "product_id",
    "lot_id",
    "description",
    "condition",
    "accessories",
    "stones",
    "weight",
    "bag_number",
    "declared_value",
    "consent_open",
    "consent_destructive",
    "signed_by",
    "currency_id",
    "store_id",
)


class ComplaintCustodyTakeIn(models.TransientModel):
    """Take the customer's article in: what it is, how it is, both signatures."""

    _name = "complaint.custody.take.in"
    _inherit = ["complaint.signed.screen.mixin"]
    _description = "Take an Article In"
    _about = "ticket_id"
    _about_access = "write"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", string="Complaint", required=True, readonly=True
    )
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Where",
        domain="[('company_id', '=', company_id)]",
    )
    product_id = fields.Many2one(
        comodel_name="product.product", domain="[('ticket_active', '=', True)]"
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        domain="product_id and [('product_id', '=', product_id)] or []",
    )
    description = fields.Char(string="Article")
    condition = fields.Text()
    accessories = fields.Text()
    stones = fields.Text()
    weight = fields.Float(string="Weight (g)", digits=(12, 3))
    bag_number = fields.Char(string="Sealed Bag")
    declared_value = fields.Monetary()
    currency_id = fields.Many2one(comodel_name="res.currency")
    consent_open = fields.Boolean(string="May Be Opened")
    consent_destructive = fields.Boolean(string="May Be Tested With Traces")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_custody_take_in_photo_rel",
        column1="screen_id",
        column2="attachment_id",
        string="Photos",
    )
    signed_by = fields.Char(string="Handed In By")
    customer_signature = fields.Image(max_width=600, max_height=300)
    no_signature_reason = fields.Char(
        string="No Signature Because", help="As the number of the parcel it came in."
    )

    @api.model
    def default_get(self, fields):
        """Start with what the case knows of the article and of the customer."""
        values = super().default_get(fields)
        ticket = self._about_in(values)
        if not ticket:
            return values
        values.setdefault("product_id", ticket.product_id.id)
        values.setdefault("lot_id", ticket.lot_id.id)
        # as the customer knows it: our product code is not for the receipt
        plain = ticket.sudo().with_context(display_default_code=False)
        values.setdefault("description", plain._referred_article())
        values.setdefault("signed_by", ticket.sudo()._customer_name())
        values.setdefault("currency_id", ticket.sudo().company_id.currency_id.id)
        own = ticket._own_store(ticket.sudo().company_id)
        store = ticket.sudo().store_id
        at_store = self.env.user in store.upper_member_ids | store.manager_id
        values.setdefault("store_id", store.id if at_store else own.id)
        return values

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        if self.lot_id:
            self.product_id = self.lot_id.product_id

    @api.onchange("product_id", "lot_id")
    def _onchange_article(self):
        if self.product_id and not self.description:
            product = self.product_id.with_context(display_default_code=False)
            self.description = self.ticket_id._article_words(product, self.lot_id)

    def action_take_in(self):
        """Take it in and open its page, from which the receipt is printed."""
        self.ensure_one()
        vals = self._filled_in(GIVEN)
        vals["photo_ids"] = self.photo_ids.ids
        signatures = {
            "customer": self.customer_signature,
            "own": self.own_signature,
            "evidence": self.no_signature_reason,
        }
        custody = self.env["complaint.custody"]._take_in(
            self.ticket_id, vals, signatures
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "complaint.custody",
            "res_id": custody.id,
            "views": [(False, "form")],
        }
