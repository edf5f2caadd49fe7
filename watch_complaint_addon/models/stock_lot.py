from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

OLDEST = fields.Date.to_date("1850-01-01")
SHEET = (
    "owner_id",
    "warranty_card",
    "warranty_start",
    "warranty_end",
    "selling_dealer",
    "sold_on",
    "sold_store_id",
    "last_service",
)
# What makes a serial number of a watch that was bought elsewhere.
OWN = ("name", "ref", "note", "product_id", "company_id")


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "watch.sheet.access.mixin"]

    watch_ok = fields.Boolean(related="product_id.watch_ok")
    product_brand_id = fields.Many2one(related="product_id.product_brand_id")
    watch_reference = fields.Char(related="product_id.watch_reference")
    calibre_id = fields.Many2one(related="product_id.calibre_id")
    owner_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        ondelete="set null",
        help="Whose watch it is today; not always who bought it.",
    )
    warranty_card = fields.Char(string="Warranty Card No.", index="btree_not_null")
    warranty_start = fields.Date()
    warranty_end = fields.Date(
        compute="_compute_warranty_end",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        help="The last day of the warranty.",
    )
    warranty_state = fields.Selection(
        selection=[
            ("unknown", "Not known"),
            ("running", "Running"),
            ("over", "Over"),
        ],
        string="Warranty",
        compute="_compute_warranty_state",
        search="_search_warranty_state",
    )
    selling_dealer = fields.Char(help="The dealer named on the warranty card.")
    sold_on = fields.Date(
        index="btree_not_null",
        help="The day we sold it; empty when it was bought elsewhere.",
    )
    sold_store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Sold By",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: not sold by us.",
    )
    last_service = fields.Date()
    next_service = fields.Date(
        compute="_compute_next_service",
        help="The last service, or the sale, and the service interval of the model.",
    )

    def _auto_init(self):
        """No serial number has a warranty yet: nothing to compute."""
        cr, table = self.env.cr, self._table
        if not tools.sql.column_exists(cr, table, "warranty_end"):
            tools.sql.create_column(cr, table, "warranty_end", "date")
        return super()._auto_init()

    @api.model
    def get_import_templates(self):
        """Offer the columns of a sold watch on the import screen."""
        # the method comes with the import screen, which may not be installed
        others = getattr(super(), "get_import_templates", list)()
        return [
            *others,
            {
                "label": self.env._("Import Template for Watches"),
                "template": "/watch_complaint_addon/static/import/watches.csv",
            },
        ]

    @api.model
    def _watch_sheet_fields(self):
        return super()._watch_sheet_fields() | {*SHEET, *OWN}

    @api.depends("warranty_start", "product_id")
    def _compute_warranty_end(self):
        """A card may say another day, so what is typed stays until the start moves."""
        for lot in self:
            months = lot.product_id.warranty_months
            if lot.warranty_start and months:
                lot.warranty_end = (
                    lot.warranty_start + relativedelta(months=months) - timedelta(1)
                )
            else:
                lot.warranty_end = lot.warranty_end

    @api.depends("warranty_end")
    def _compute_warranty_state(self):
        today = fields.Date.context_today(self)
        for lot in self:
            if not lot.warranty_end:
                lot.warranty_state = "unknown"
            else:
                lot.warranty_state = "running" if lot.warranty_end >= today else "over"

    def _search_warranty_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "unknown": Domain("warranty_end", "=", False),
            "running": Domain("warranty_end", ">=", today),
            "over": Domain("warranty_end", "<", today),
        }
        return Domain.OR(domains[one] for one in value if one in domains)

    @api.depends("last_service", "sold_on", "product_id.service_interval_months")
    def _compute_next_service(self):
        for lot in self:
            start = lot.last_service or lot.sold_on
            months = lot.product_id.service_interval_months
            lot.next_service = (
                start + relativedelta(months=months) if start and months else False
            )

    @api.constrains("warranty_start", "warranty_end", "sold_on", "last_service")
    def _check_watch_dates(self):
        today = fields.Date.context_today(self)
        latest = {
            "warranty_start": today + timedelta(days=366),
            "warranty_end": today + relativedelta(years=50),
            "sold_on": today + timedelta(days=1),
            "last_service": today + timedelta(days=1),
        }
        for lot in self:
            for name, last in latest.items():
                lot._check_watch_date(name, OLDEST, last)
            if lot.warranty_start:
                lot._check_watch_date("warranty_end", lot.warranty_start, None)

    def _check_watch_date(self, name, first, last):
        """:raises ValidationError: with the allowed range"""
        value = self[name]
        if not value or (first <= value and (last is None or value <= last)):
            return
        words = {
            "field": self._fields[name].get_description(self.env, ["string"])["string"],
            "lot": self.display_name,
            "value": format_date(self.env, value),
            "first": format_date(self.env, first),
        }
        if last is None:
            raise ValidationError(
                self.env._(
                    "%(field)s of %(lot)s: %(value)s is before the start of the "
                    "warranty, %(first)s.",
                    **words,
                )
            )
        raise ValidationError(
            self.env._(
                "%(field)s of %(lot)s: %(value)s is not possible. Allowed are "
                "%(first)s to %(last)s.",
                last=format_date(self.env, last),
                **words,
            )
        )

    @api.constrains("sold_store_id", "company_id")
    def _check_sold_store_id(self):
        for lot in self.sudo():
            store = lot.sold_store_id
            if store and lot.company_id and store.company_id != lot.company_id:
                raise ValidationError(
                    self.env._(
                        "Sold By: %(store)s belongs to %(company)s, the serial number "
                        "%(lot)s does not.",
                        store=store.display_name,
                        company=store.company_id.display_name,
                        lot=lot.display_name,
                    )
                )

    def _note_sale(self, partner, store, moment):
        """Whoever bought it is its owner; what a person wrote of the sale stays."""
        day = fields.Datetime.context_timestamp(self, moment).date()
        if self.sold_on and self.sold_on <= day and self.owner_id == partner:
            return
        values = {"sold_on": day, "sold_store_id": store.id, "owner_id": partner.id}
        if not self.warranty_start:
            values["warranty_start"] = day
        self.write(values)

    def _watch_form_action(self):
        self.ensure_one()
        view = self.env.ref("watch_complaint_addon.watch_lot_view_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "view_mode": "form",
        }
