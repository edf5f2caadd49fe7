from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import money


class ComplaintSolutionLine(models.Model):
    """One measure of a package, for example the apology or the repair."""

    _name = "complaint.solution.line"
    _description = "Complaint Measure"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "solution_id, sequence, id"

    solution_id = fields.Many2one(
        "complaint.solution", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one(related="solution_id.ticket_id")
    company_id = fields.Many2one(related="solution_id.company_id")
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "complaint.solution.type",
        string="Measure",
        required=True,
        index=True,
        ondelete="restrict",
    )
    amount_basis = fields.Selection(related="type_id.amount_basis")
    name = fields.Char(string="Description")
    product_id = fields.Many2one(
        "product.product",
        string="Article",
        index="btree_not_null",
        ondelete="restrict",
        help="What the customer gets. Its list price is the least it counts for.",
    )
    currency_id = fields.Many2one(related="solution_id.currency_id")
    customer_value = fields.Monetary(string="Value to the Customer")
    cost = fields.Monetary(string="Cost to the Company")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What it is worth or costs, whichever is greater: counts against the "
        "limit.",
    )

    _amounts_valid = models.Constraint(
        "CHECK(COALESCE(amount, 0) >= 0 AND COALESCE(amount, 0) < 'Infinity'"
        " AND COALESCE(cost, 0) >= 0 AND COALESCE(cost, 0) < 'Infinity'"
        " AND COALESCE(customer_value, 0) >= 0"
        " AND COALESCE(customer_value, 0) < 'Infinity')",
        "Amounts of a measure must be 0 or more.",
    )

    @api.depends("type_id", "customer_value", "cost", "product_id", "solution_id")
    def _compute_amount(self):
        for line in self:
            least = line._least_amount()
            if line.amount_basis == money.BASIS_NONE:
                line.amount = 0.0
            elif line.amount < least:
                line.amount = least
            else:
                line.amount = line.amount

    def _least_amount(self):
        """Return what this measure counts for at least, in its own currency."""
        self.ensure_one()
        basis = self.amount_basis or money.BASIS_NONE
        retail = self._retail_value() if basis == "retail" else 0.0
        claimed = 0.0
        if basis == "claimed":
            ticket = self.solution_id.ticket_id.sudo()
            claimed = self._in_line_currency(ticket.claimed_amount, ticket)
        return money.counted_amount(
            basis, self.customer_value, self.cost, retail, claimed
        )

    def _retail_value(self):
        ticket = self.solution_id.ticket_id.sudo()
        # Where no article is named, the customer gets the one of the case again.
        product = (self.product_id.sudo() or ticket.product_id).with_company(
            self.company_id
        )
        return self._in_line_currency(product.lst_price, product)

    def _in_line_currency(self, amount, record):
        source = record.currency_id
        target = self.currency_id
        if not amount or not source or not target or source == target:
            return amount or 0.0
        company = self.company_id or self.env.company
        authority = self.env["complaint.authority"]
        today = authority._today(company)
        return float(authority._convert(amount, source, target, company, today))

    @api.constrains("amount", "type_id", "cost", "customer_value", "product_id")
    def _check_amount(self):
        for line in self:
            kind = line.type_id
            if kind.amount_basis == money.BASIS_NONE:
                if line.amount or line.cost or line.customer_value:
                    raise ValidationError(
                        self.env._(
                            "“%(type)s” has no money: leave Amount, Cost and Value "
                            "at 0.",
                            type=kind.name,
                        )
                    )
                continue
            least = line._least_amount()
            if line.currency_id.compare_amounts(line.amount, least) < 0:
                raise ValidationError(
                    self.env._(
                        "Amount of “%(type)s” must be at least %(least)s: what it is "
                        "worth or costs, whichever is greater.",
                        type=kind.name,
                        least=line.currency_id.format(least),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # The package may come from the context: what counts is what has been stored.
        lines._check_fixed()
        return lines

    def write(self, vals):
        self._check_fixed()
        if "solution_id" in vals and self.solution_id.ids != [vals["solution_id"]]:
            raise UserError(
                self.env._("A measure stays in its package. Enter it in the other one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_fixed()

    def _check_fixed(self):
        if not self._is_trusted():
            self.solution_id._check_still_draft({"line_ids"})

    def _check_claim(self):
        """:raises UserError: when a refusal was decided for less than is claimed"""
        for line in self.filtered(lambda line: line.amount_basis == "claimed"):
            least = line._least_amount()
            if line.currency_id.compare_amounts(line.amount, least) < 0:
                raise UserError(
                    self.env._(
                        "“%(type)s” was entered for %(amount)s, and the customer now "
                        "claims %(claim)s. Withdraw the package and make a new one.",
                        type=line.type_id.name,
                        amount=line.currency_id.format(line.amount),
                        claim=line.currency_id.format(least),
                    )
                )

    def _check_ready(self):
        """:raises UserError: when a measure cannot be submitted as it is"""
        for line in self:
            if not line.type_id.active:
                raise UserError(
                    self.env._(
                        "“%(type)s” is no longer in use: choose another measure.",
                        type=line.type_id.name,
                    )
                )
            if line.amount_basis != money.BASIS_NONE and not line.amount:
                raise UserError(
                    self.env._(
                        "“%(type)s” needs an amount above 0.", type=line.type_id.name
                    )
                )
        self._check_amount()
