from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS
from odoo.addons.retail_complaint_addon.models.score_field import ScoreField

from .qc_inspection_actions import INVESTIGATOR

CASES = "jewellery_review_cases"
GROUP = "retail_complaint_addon.group_complaint_%s"
SUPPLIER_READERS = f"{GROUP % 'supervisor'},{GROUP % 'auditor'},{INVESTIGATOR}"
# The cost that was entered; without one, what counted. A refusal costs nothing.
COST = """
    CASE WHEN COALESCE(line.cost, 0) > 0 THEN line.cost
         WHEN kind.amount_basis = 'claimed' THEN 0
         ELSE COALESCE(line.amount, 0) END
    * CASE WHEN package.amount > 0 THEN COALESCE(package.company_amount, package.amount)
                / package.amount ELSE 1 END
"""
# The piece came back: the same serial number, or product and customer without one.
# Two questions, so that each has its index.
CAME_BACK = """
    CASE WHEN t.lot_id IS NOT NULL
         THEN EXISTS (SELECT 1 FROM helpdesk_ticket later
                       WHERE later.lot_id = t.lot_id AND %(later)s)
         ELSE EXISTS (SELECT 1 FROM helpdesk_ticket later
                       WHERE later.commercial_partner_id = t.commercial_partner_id
                         AND later.product_id = t.product_id
                         AND later.lot_id IS NULL AND %(later)s) END
"""
LATER = """
    later.is_complaint IS TRUE AND later.active
    AND later.company_id = t.company_id
    AND later.duplicate_id IS NULL AND later.id != t.id
    AND later.nature = 'product'
    AND later.received_at > t.resolved_at
    AND later.received_at <= t.resolved_at
        + make_interval(days => company.complaint_repeat_days)
"""


class JewelleryReview(models.Model):
    """One line for each measure of each package with which a case was closed.

    A closing with two measures has two lines, with the same figures but each its own
    cost: ``is_first`` marks one of them, for sums over closings.
    """

    _name = "jewellery.review"
    _inherit = ["complaint.export.mixin"]
    _description = "Review of Handling Methods"
    _auto = False
    _rec_name = "type_id"
    _order = "received_at desc, id desc"
    _depends = {
        "helpdesk.ticket": [
            "is_complaint",
            "active",
            "company_id",
            "store_id",
            "category_id",
            "product_id",
            "lot_id",
            "severity",
            "nature",
            "round",
            "duplicate_id",
            "received_at",
            "resolved_at",
            "commercial_partner_id",
            "investigation_ids",
        ],
        "helpdesk.ticket.category": ["parent_path", "quality_department_id"],
        "complaint.solution": ["state", "round", "amount", "company_amount"],
        "complaint.solution.line": ["type_id", "cost", "amount", "sequence"],
        "complaint.solution.type": ["amount_basis"],
        "complaint.referral": ["ticket_id", "department_id", "state"],
        "survey.user_input": ["complaint_csat", "complaint_round", "complaint_state"],
        "stock.lot": ["supplier_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["jewellery_ok"],
        "product.supplierinfo": ["partner_id", "product_tmpl_id", "sequence"],
        "res.company": ["complaint_repeat_days"],
    }

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        readonly=True,
        groups=READERS,
    )
    case_number = fields.Char(string="Case", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    store_id = fields.Many2one(comodel_name="retail.store", readonly=True)
    type_id = fields.Many2one(
        comodel_name="complaint.solution.type", string="Handling Method", readonly=True
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category", string="Defect", readonly=True
    )
    branch_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category", string="Kind of Defect", readonly=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        readonly=True,
        help="Asked last about the case; otherwise the one its defect belongs to.",
    )
    supplier_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        groups=SUPPLIER_READERS,
        help="Of the piece; otherwise the first one of the product.",
    )
    product_id = fields.Many2one(comodel_name="product.product", readonly=True)
    severity = fields.Selection(
        selection=lambda self: self.env["complaint.report"]._same_as_case("severity"),
        readonly=True,
    )
    received_at = fields.Datetime(readonly=True)
    resolved_at = fields.Datetime(readonly=True)
    is_first = fields.Boolean(
        string="First Measure of the Package",
        readonly=True,
        help="Each closing has one: filter by it to count closings, not measures.",
    )
    csat = ScoreField(string="Satisfaction (1–5)", readonly=True)
    answers = fields.Integer(string="Answered Surveys", readonly=True)
    reopened_percent = fields.Float(
        string="Reopened (%)", readonly=True, aggregator="avg"
    )
    repeat_percent = fields.Float(
        string="Came Back (%)",
        readonly=True,
        aggregator="avg",
        help="The same piece with another complaint, within the time set for repeats. "
        "Only cases for which this time is over.",
    )
    resolve_days = fields.Float(
        string="Days to Resolve", readonly=True, aggregator="avg"
    )
    cost = fields.Monetary(readonly=True)
    mean_cost = fields.Monetary(string="Cost per Case", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        last = SQL("measure.round = t.round AND t.resolved_at IS NOT NULL")
        return SQL(
            """
            WITH measure AS (
                SELECT min(line.id) AS id, package.ticket_id, package.round,
                       line.type_id, sum(%(cost)s)::double precision AS cost,
                       row_number() OVER (PARTITION BY package.id
                           ORDER BY min(line.sequence), min(line.id)) = 1 AS is_first
                  FROM complaint_solution package
                  JOIN complaint_solution_line line ON line.solution_id = package.id
                  JOIN complaint_solution_type kind ON kind.id = line.type_id
                 WHERE package.state IN ('accepted', 'done') AND %(among)s
                 GROUP BY package.id, line.type_id
            ), asked AS (
                SELECT DISTINCT ON (ticket_id) ticket_id, department_id
                  FROM complaint_referral
                 WHERE department_id IS NOT NULL AND state != 'withdrawn'
                 ORDER BY ticket_id, id DESC
            ), seller AS (
                SELECT DISTINCT ON (product_tmpl_id) product_tmpl_id, partner_id
                  FROM product_supplierinfo
                 ORDER BY product_tmpl_id, sequence, min_qty DESC, price, id
            ), defect AS (
                SELECT c.id, COALESCE(
                           NULLIF(split_part(c.parent_path, '/', 2), '')::int, c.id
                       ) AS branch_id, c.parent_path, above.quality_department_id
                  FROM helpdesk_ticket_category c
                  LEFT JOIN LATERAL (
                       SELECT a.quality_department_id FROM helpdesk_ticket_category a
                        WHERE a.quality_department_id IS NOT NULL
                          AND c.parent_path LIKE a.parent_path || '%%'
                        ORDER BY length(a.parent_path) DESC LIMIT 1) above ON TRUE
            )
            SELECT measure.id, t.id AS ticket_id, t.number AS case_number,
                   t.company_id, t.store_id,
                   t.category_id, t.product_id, t.severity, t.received_at,
                   measure.type_id, measure.is_first,
                   measure.cost, measure.cost AS mean_cost,
                   defect.branch_id,
                   COALESCE(asked.department_id, defect.quality_department_id)
                       AS department_id,
                   COALESCE(lot.supplier_id, seller.partner_id) AS supplier_id,
                   CASE WHEN %(last)s THEN t.resolved_at END AS resolved_at,
                   survey.complaint_csat AS csat,
                   (survey.complaint_csat IS NOT NULL)::int AS answers,
                   CASE WHEN t.round > measure.round THEN 100.0
                        ELSE 0 END::double precision AS reopened_percent,
                   CASE WHEN %(last)s AND company.complaint_repeat_days > 0
                             AND t.resolved_at <= now() AT TIME ZONE 'UTC'
                             - make_interval(days => company.complaint_repeat_days)
                        THEN CASE WHEN %(back)s THEN 100.0 ELSE 0 END
                   END::double precision AS repeat_percent,
                   CASE WHEN %(last)s THEN greatest(
                        extract(epoch FROM t.resolved_at - t.received_at), 0)
                        / 86400.0 END::double precision AS resolve_days
              FROM measure
              JOIN helpdesk_ticket t ON t.id = measure.ticket_id
              JOIN res_company company ON company.id = t.company_id
              LEFT JOIN defect ON defect.id = t.category_id
              LEFT JOIN product_product product ON product.id = t.product_id
              LEFT JOIN product_template template
                     ON template.id = product.product_tmpl_id
              LEFT JOIN stock_lot lot ON lot.id = t.lot_id
              LEFT JOIN survey_user_input survey
                     ON survey.complaint_ticket_id = t.id
                    AND survey.complaint_round = measure.round
                    AND survey.complaint_state = 'answered'
              LEFT JOIN seller ON seller.product_tmpl_id = template.id
              LEFT JOIN asked ON asked.ticket_id = t.id
             WHERE t.is_complaint IS TRUE AND t.active IS TRUE
               AND t.duplicate_id IS NULL
               AND (t.round > measure.round OR t.resolved_at IS NOT NULL)
               AND (template.jewellery_ok IS TRUE
                    OR defect.parent_path LIKE %(root)s
                    OR EXISTS (SELECT 1 FROM jewellery_investigation_ticket_rel rel
                                WHERE rel.ticket_id = t.id))
            """,
            cost=SQL(COST),
            among=self._among_cases(),
            last=last,
            back=SQL(CAME_BACK, later=SQL(LATER)),
            root=f"{self._jewellery_root().parent_path or 'none'}%",
        )

    @api.model
    def _of_cases(self, cases):
        """Return the model over the lines of these cases only: much less to add up.

        It narrows, and gives no right: rules and rights hold as ever.

        :param Query cases: of ``helpdesk.ticket``
        """
        return self.with_context(**{CASES: cases.subselect()})

    @api.model
    def _among_cases(self):
        """Return the condition on packages; a client cannot send SQL."""
        cases = self.env.context.get(CASES)
        if not isinstance(cases, SQL):
            return SQL("TRUE")
        return SQL("package.ticket_id IN %s", cases)

    @api.model
    def _jewellery_root(self):
        """Return the uppermost category of jewellery (sudo); empty when deleted."""
        root = self.env.ref(
            "jewellery_quality_addon.category_jewellery", raise_if_not_found=False
        )
        return (root or self.env["helpdesk.ticket.category"]).sudo()

    def action_open_case(self):
        """Open the case behind the line, or else its investigation."""
        self.ensure_one()
        self.check_access("read")
        case = self.sudo().ticket_id.with_env(self.env)
        if case.has_access("read"):
            return case._complaint_form_action()
        found = case.sudo().investigation_ids.with_env(self.env)
        found = found._filtered_access("read").sorted("id", reverse=True)
        if not found:
            raise UserError(
                self.env._(
                    "%(case)s has no investigation that you can read. Only those who "
                    "work with complaints open the case itself: ask its store, and "
                    "say the number.",
                    case=self.case_number,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": found._name,
            "res_id": found[0].id,
            "views": [(False, "form")],
        }


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # asked for each closing of the review: did the piece come back?
    _jewellery_again_idx = models.Index(
        "(commercial_partner_id, product_id, received_at) WHERE is_complaint IS TRUE "
        "AND lot_id IS NULL AND duplicate_id IS NULL AND nature = 'product'"
    )
