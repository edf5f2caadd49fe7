from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class CustomerOwnership(models.Model):
    """A piece in a customer's collection, known by its serial number.

    Warranty and next service come from the sheet of the watch where that addon is
    installed; otherwise they are typed.
    """

    _name = "customer.ownership"
    _inherit = ["customer.linked.mixin"]
    _description = "Piece of a Collection"
    _order = "owned_until desc, bought_on desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "serial"]

    name = fields.Char(
        string="Piece",
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    brand = fields.Char(
        compute="_compute_from_product",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('product_id', '=?', product_id)]",
    )
    serial = fields.Char(
        string="Serial as Written",
        compute="_compute_serial",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        help="For a piece that we have no serial number of.",
    )
    bought_on = fields.Date()
    store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Bought At",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Empty: not bought from us.",
    )
    bought_elsewhere = fields.Char(help="Where, if it was not bought from us.")
    owned_until = fields.Date(help="Sold, given away or exchanged on this day.")
    warranty_end = fields.Date(
        compute="_compute_warranty_end", store=True, readonly=False, index=True
    )
    next_service = fields.Date(
        compute="_compute_next_service", store=True, readonly=False, index=True
    )
    note = fields.Char()
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")

    @api.depends("lot_id")
    def _compute_product_id(self):
        for piece in self:
            piece.product_id = piece.lot_id.product_id or piece.product_id

    @api.depends("product_id")
    def _compute_from_product(self):
        known = "product_brand_id" in self.env["product.product"]._fields
        for piece in self:
            product = piece.product_id
            piece.name = product.display_name or piece.name
            brand = product.sudo().product_brand_id.name if known else None
            piece.brand = brand or piece.brand

    @api.depends("lot_id")
    def _compute_serial(self):
        for piece in self:
            piece.serial = piece.lot_id.name or piece.serial

    @api.depends(lambda self: self._of_the_lot("warranty_end"))
    def _compute_warranty_end(self):
        self._take_from_lot("warranty_end")

    @api.depends(lambda self: self._of_the_lot("next_service"))
    def _compute_next_service(self):
        self._take_from_lot("next_service")

    @api.model
    def _of_the_lot(self, name):
        """Return what a date depends on; the watch addon may not be installed."""
        known = name in self.env["stock.lot"]._fields
        return ["lot_id", f"lot_id.{name}"] if known else ["lot_id"]

    def _take_from_lot(self, name):
        known = name in self.env["stock.lot"]._fields
        for piece in self:
            value = piece.lot_id.sudo()[name] if known else False
            piece[name] = value or piece[name]

    @api.constrains("name", "product_id", "lot_id", "partner_id")
    def _check_name(self):
        self._check_named()

    @api.constrains("lot_id", "owned_until")
    def _check_one_owner(self):
        """A serial number is in one collection at a time."""
        present = self.filtered(lambda piece: piece.lot_id and not piece.owned_until)
        found = self.sudo().search(
            [("lot_id", "in", present.lot_id.ids), ("owned_until", "=", False)]
        )
        for lot, pieces in found.grouped("lot_id").items():
            if len(pieces) > 1:
                raise ValidationError(
                    self.env._(
                        "%(serial)s is already in a collection. Write down until when "
                        "the former owner had it.",
                        serial=lot.sudo().name,
                    )
                )

    @api.constrains("bought_on", "owned_until")
    def _check_days(self):
        for piece in self:
            start, end = piece.bought_on, piece.owned_until
            if start and end and end < start:
                raise ValidationError(
                    self.env._("A piece cannot leave before it was bought.")
                )

    # ------------------------------------------------------------------
    # what the sales know already
    # ------------------------------------------------------------------

    @api.model
    def _take_over(self, lots=None, limit=1000):
        """Put serial numbers into the collections of those who own them.

        The owner noted on the serial number counts first, then who had it delivered
        last. Customers who hold it already are left alone, so twice is once.

        :param lots: only these, or None for all that are missing
        :return: how many pieces came in
        """
        rows = self.env.execute_query_dict(self._missing_query(lots, limit))
        model = self.sudo()
        lot_ids = [row["lot_id"] for row in rows]
        former = model.search([("lot_id", "in", lot_ids), ("owned_until", "=", False)])
        former.write({"owned_until": fields.Date.context_today(self)})
        model.create(rows)
        return len(rows)

    @api.model
    def _missing_query(self, lots, limit):
        """Return serial numbers whose owner of today has no row for them."""
        lot_model = self.env["stock.lot"]
        # read past the ORM: lots, deliveries, customers
        self.env.flush_all()
        owner = sold = store = SQL("NULL")
        if "owner_id" in lot_model._fields:
            owner, sold = SQL("lot.owner_id"), SQL("lot.sold_on")
            store = SQL("lot.sold_store_id")
        chosen = moved = SQL("TRUE")
        if lots is not None:
            ids = tuple(lots.ids) or (0,)
            chosen, moved = SQL("lot.id IN %s", ids), SQL("line.lot_id IN %s", ids)
        return SQL(
            """
            WITH delivered AS (
                SELECT DISTINCT ON (line.lot_id) line.lot_id, line.date::date AS day,
                       party.commercial_partner_id AS partner_id
                  FROM stock_move_line line
                  JOIN stock_location place ON place.id = line.location_dest_id
                  JOIN stock_picking picking ON picking.id = line.picking_id
                  JOIN res_partner party ON party.id = picking.partner_id
                 WHERE line.state = 'done' AND line.lot_id IS NOT NULL
                   AND place.usage = 'customer' AND %(moved)s
              ORDER BY line.lot_id, line.date DESC, line.id DESC
            ), owned AS (
                SELECT lot.id AS lot_id, lot.product_id, lot.company_id,
                       coalesce(%(owner)s, delivered.partner_id) AS partner_id,
                       coalesce(%(sold)s, delivered.day) AS bought_on,
                       %(store)s::int AS store_id
                  FROM stock_lot lot
             LEFT JOIN delivered ON delivered.lot_id = lot.id
                 WHERE coalesce(%(owner)s, delivered.partner_id) IS NOT NULL
                   AND %(chosen)s
            )
            SELECT owned.lot_id, owned.product_id, owned.partner_id, owned.bought_on,
                   store.id AS store_id,
                   coalesce(owned.company_id, partner.company_id, store.company_id,
                            %(company)s) AS company_id
              FROM owned
              JOIN res_partner partner ON partner.id = owned.partner_id
         LEFT JOIN retail_store store ON store.id = owned.store_id
             WHERE partner.partner_share
               AND (partner.company_id IS NULL OR owned.company_id IS NULL
                    OR partner.company_id = owned.company_id)
               AND NOT EXISTS (SELECT 1 FROM customer_ownership piece
                                WHERE piece.lot_id = owned.lot_id
                                  AND piece.partner_id = owned.partner_id)
          ORDER BY owned.lot_id
             LIMIT %(limit)s
            """,
            owner=owner,
            sold=sold,
            store=store,
            chosen=chosen,
            moved=moved,
            company=self.env.company.id,
            limit=limit,
        )
