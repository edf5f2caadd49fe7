from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.ages import BANDS
from .watch_calibre import MOVEMENTS

PER_THOUSAND = "per_thousand:avg"


class WatchReport(models.Model):
    """One line a watch sold and one line a complaint about a watch.

    Both have the model, the store and the company, so that complaints for a thousand
    sold come out of any grouping. The store is the one that sold the watch; of a watch
    whose seller is not known, the one that took the complaint.
    """

    _name = "watch.report"
    _inherit = ["complaint.export.mixin"]
    _description = "Watch Analysis"
    _auto = False
    _rec_name = "product_tmpl_id"
    _order = "date desc, id desc"
    _depends = {
        "helpdesk.ticket": [
            "is_complaint",
            "active",
            "company_id",
            "store_id",
            "product_id",
            "lot_id",
            "category_id",
            "cause_id",
            "severity",
            "verdict",
            "nature",
            "duplicate_id",
            "received_at",
            "purchase_date",
            "settled_amount",
            "repeat_serial",
        ],
        "stock.lot": ["product_id", "company_id", "sold_on", "sold_store_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": [
            "watch_ok",
            "product_brand_id",
            "calibre_id",
            "movement",
            "rate_class_id",
            "watch_reference",
        ],
        "repair.order": ["lot_id", "state", "write_date"],
        "retail.store": ["company_id"],
    }

    kind = fields.Selection(
        selection=[("sale", "Watch Sold"), ("complaint", "Complaint")], readonly=True
    )
    ticket_id = fields.Many2one("helpdesk.ticket", string="Complaint", readonly=True)
    lot_id = fields.Many2one("stock.lot", string="Serial Number", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    store_id = fields.Many2one(
        "retail.store",
        string="Sold By",
        readonly=True,
        help="The store that sold the watch; if that is not known, the one that took "
        "the complaint.",
    )
    product_tmpl_id = fields.Many2one("product.template", string="Model", readonly=True)
    product_brand_id = fields.Many2one("product.brand", string="Brand", readonly=True)
    watch_reference = fields.Char(string="Model Reference", readonly=True)
    calibre_id = fields.Many2one("watch.calibre", readonly=True)
    movement = fields.Selection(MOVEMENTS, readonly=True)
    rate_class_id = fields.Many2one("watch.rate.class", readonly=True)
    category_id = fields.Many2one("helpdesk.ticket.category", readonly=True)
    cause_id = fields.Many2one("complaint.cause", readonly=True)
    severity = fields.Selection(
        selection=lambda self: self._same_as_case("severity"), readonly=True
    )
    verdict = fields.Selection(
        selection=lambda self: self._same_as_case("verdict"), readonly=True
    )
    date = fields.Date(
        readonly=True,
        help="Of a watch sold the day of sale, of a complaint its receipt.",
    )
    sold_on = fields.Date(readonly=True, help="The day the watch was sold.")
    age_band = fields.Selection(
        selection=lambda self: self._age_bands(),
        string="Age at the Complaint",
        readonly=True,
    )
    age_months = fields.Float(
        string="Age (Months)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    sold = fields.Integer(string="Watches Sold", readonly=True)
    complaints = fields.Integer(readonly=True)
    per_thousand = fields.Float(
        string="Complaints per 1,000 Sold",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Complaints received, for each 1,000 watches sold in the same time.",
    )
    repeats = fields.Integer(
        string="Same Watch Again",
        readonly=True,
        help="The same serial number was complained about before.",
    )
    repeat_repairs = fields.Integer(
        string="Back After a Repair",
        readonly=True,
        help="The same serial number had been repaired by us before.",
    )
    settled_amount = fields.Monetary(string="Settled", readonly=True)

    @api.model
    def _same_as_case(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _age_bands(self):
        """Return the ages; the keys sort as the ages do."""
        labels = {
            "a": self.env._("First month"),
            "b": self.env._("2 to 3 months"),
            "c": self.env._("4 to 6 months"),
            "d": self.env._("7 to 12 months"),
            "e": self.env._("Second year"),
            "f": self.env._("3 to 5 years"),
            "g": self.env._("Older"),
        }
        return list(labels.items())

    def _read_group_select(self, aggregate_spec, query):
        """A ratio of sums: an average of ratios would be wrong in every grouping."""
        if aggregate_spec != PER_THOUSAND:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) * 1000.0 / NULLIF(SUM(%s), 0)",
            self._field_to_sql(query.table, "complaints", query),
            self._field_to_sql(query.table, "sold", query),
        )

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._complaints_query(), self._sales_query())

    def _model_columns(self):
        return SQL(
            "template.id AS product_tmpl_id, template.product_brand_id, "
            "template.watch_reference, template.calibre_id, template.movement, "
            "template.rate_class_id"
        )

    def _complaints_query(self):
        """Opinions are no complaints, and a duplicate is counted with its case."""
        months = SQL(
            "(t.received_at::date - COALESCE(lot.sold_on, t.purchase_date)) / 30.4375"
        )
        bands = SQL(" ").join(
            SQL("WHEN %s <= %s THEN %s", months, last, key)
            for key, last in BANDS
            if last is not None
        )
        return SQL(
            """
            SELECT t.id * 2 AS id, 'complaint' AS kind, t.id AS ticket_id, t.lot_id,
                   t.company_id, COALESCE(lot.sold_store_id, t.store_id) AS store_id,
                   %(model)s, t.category_id, t.cause_id, t.severity, t.verdict,
                   (t.received_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                   AS date,
                   COALESCE(lot.sold_on, t.purchase_date) AS sold_on,
                   CASE WHEN COALESCE(lot.sold_on, t.purchase_date) IS NULL THEN NULL
                        %(bands)s ELSE %(oldest)s END AS age_band,
                   greatest(%(months)s, 0) AS age_months,
                   0 AS sold, 1 AS complaints, NULL::float AS per_thousand,
                   COALESCE(t.repeat_serial, FALSE)::int AS repeats,
                   EXISTS (SELECT 1 FROM repair_order repair
                            WHERE repair.lot_id = t.lot_id AND repair.state = 'done'
                              AND repair.create_date < t.received_at)::int
                   AS repeat_repairs,
                   t.settled_amount
              FROM helpdesk_ticket t
              LEFT JOIN stock_lot lot ON lot.id = t.lot_id
              JOIN product_product product
                ON product.id = COALESCE(t.product_id, lot.product_id)
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE t.is_complaint AND t.active AND t.nature IS DISTINCT FROM 'opinion'
               AND t.duplicate_id IS NULL AND template.watch_ok
            """,
            model=self._model_columns(),
            zone=self.env.user.tz or "UTC",
            bands=bands,
            oldest=BANDS[-1][0],
            months=months,
        )

    def _sales_query(self):
        return SQL(
            """
            SELECT lot.id * 2 + 1 AS id, 'sale' AS kind, NULL::int AS ticket_id,
                   lot.id AS lot_id,
                   COALESCE(lot.company_id, store.company_id) AS company_id,
                   lot.sold_store_id AS store_id, %(model)s,
                   NULL::int AS category_id, NULL::int AS cause_id,
                   NULL AS severity, NULL AS verdict,
                   lot.sold_on AS date, lot.sold_on, NULL AS age_band,
                   NULL::numeric AS age_months, 1 AS sold, 0 AS complaints,
                   NULL::float AS per_thousand, 0 AS repeats, 0 AS repeat_repairs,
                   NULL::numeric AS settled_amount
              FROM stock_lot lot
              JOIN product_product product ON product.id = lot.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN retail_store store ON store.id = lot.sold_store_id
             WHERE lot.sold_on IS NOT NULL AND template.watch_ok
            """,
            model=self._model_columns(),
        )

    def action_open_case(self):
        """Open the case behind the line, or the watch that was sold."""
        self.ensure_one()
        self.check_access("read")
        if self.ticket_id:
            return self.ticket_id._complaint_form_action()
        return self.lot_id._watch_form_action()
