"""A critical finding: the case, Compliance, and the other pieces."""

from odoo import SUPERUSER_ID, api, fields, models

COMPLIANCE = "retail_complaint_addon.group_complaint_compliance"


class QcInspection(models.Model):
    _inherit = "qc.inspection"

    compliance_referral_id = fields.Many2one(
        comodel_name="complaint.referral",
        string="Question to Compliance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    other_lot_ids = fields.Many2many(
        comodel_name="stock.lot",
        string="Other Pieces",
        compute="_compute_other_lot_ids",
        help="Of the same batch, or of the same product and supplier.",
    )
    other_lot_count = fields.Integer(compute="_compute_other_lot_ids")

    @api.depends("lot_id")
    def _compute_other_lot_ids(self):
        for inspection in self:
            others = inspection.lot_id._pieces_alike()
            inspection.other_lot_ids = others
            inspection.other_lot_count = len(others)

    def action_view_other_pieces(self):
        """Open the pieces that may have the same fault, with who has them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.stock_lot_action_piece"
        )
        rows = self.env.ref("jewellery_quality_addon.stock_lot_view_list_other_pieces")
        views = [
            (rows.id if mode == "list" else view, mode)
            for view, mode in action["views"]
        ]
        return {
            **action,
            "display_name": self.env._("Other Pieces"),
            "views": views,
            "domain": [("id", "in", self.other_lot_ids.ids)],
            "context": {},
        }

    def _raise_alarm(self):
        """Make the case critical, write it into the log, ask Compliance."""
        inspection = self.sudo()
        ticket = inspection.ticket_id
        if not ticket.is_complaint or ticket.closed:
            return
        if ticket.severity != "critical":
            ticket._untrusted().write({"severity": "critical"})
        ticket._log_inspection(inspection, self.env._("critical finding"))
        inspection._ask_compliance(ticket)

    def _ask_compliance(self, ticket):
        """One open question for each inspection; nobody there: the managers know."""
        if self.compliance_referral_id:
            return
        group = self.env.ref(COMPLIANCE).sudo()
        referrals = self.env["complaint.referral"].sudo()
        people = referrals._eligible(group.all_user_ids, ticket, "question")
        people -= self.env.ref("base.user_root") | self.env.ref("base.user_admin")
        if not people:
            return
        lines = self.inspection_lines.filtered(lambda line: line.verdict == "critical")
        robot = ticket.with_user(SUPERUSER_ID)._untrusted()
        robot = robot.with_context(allowed_company_ids=ticket.company_id.ids)
        referral = robot._refer(
            {
                "kind": "question",
                "receiver_kind": "people",
                "people_ids": [(6, 0, people.ids)],
                "reason": self.env._(
                    "%(inspection)s: critical finding", inspection=self.name
                ),
                "question": "\n".join(
                    [
                        *(line._in_words() for line in lines),
                        self.env._(
                            "Other pieces of the batch or supplier: %(count)s.",
                            count=self.other_lot_count,
                        ),
                        self.env._("What must be done by law, and by when?"),
                    ]
                ),
            }
        )
        self._trusted().compliance_referral_id = referral.id


class QcInspectionLine(models.Model):
    _name = "qc.inspection.line"
    _inherit = ["qc.inspection.line", "complaint.export.mixin"]

    def _in_words(self):
        """Return one result as a sentence, with its range."""
        self.ensure_one()
        if self.question_type == "qualitative":
            return self.env._(
                "%(question)s: %(answer)s (%(method)s)",
                question=self.name,
                answer=self.qualitative_value.name,
                method=self.method_id.name,
            )
        return self.env._(
            "%(question)s: %(value)g %(unit)s, sold as %(expected)s (%(method)s)",
            question=self.name,
            value=self.quantitative_value,
            unit=self.uom_id.name,
            expected=self.expected or "–",
            method=self.method_id.name,
        )
