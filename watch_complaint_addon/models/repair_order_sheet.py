"""From the repair to the diagnosis of its watch, and back to a new one."""

from odoo import api, fields, models


class RepairOrder(models.Model):
    _inherit = "repair.order"

    diagnosis_count = fields.Integer(compute="_compute_diagnosis_count")

    @api.depends("diagnosis_ids")
    @api.depends_context("uid")
    def _compute_diagnosis_count(self):
        for repair in self:
            repair.diagnosis_count = len(repair._sheets_of_watch())

    def _sheets_of_watch(self):
        """Return the sheets of the repair, and those of its case about the watch.

        Only those the user may read: the sheets of the case have a rule of their own.
        """
        self.ensure_one()
        repair = self.sudo()
        sheets = repair.diagnosis_ids | repair.ticket_id.diagnosis_ids.filtered(
            lambda sheet: (
                sheet.lot_id == repair.lot_id and sheet.product_id == repair.product_id
            )
        )
        return sheets.with_env(self.env)._filtered_access("read")

    def action_view_diagnoses(self):
        """Open the sheets of the watch of this repair."""
        self.ensure_one()
        self.check_access("read")
        sheets = self._sheets_of_watch()
        if len(sheets) == 1:
            return sheets._open(sheets)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_diagnosis_action"
        )
        return {**action, "domain": [("id", "in", sheets.ids)], "context": {}}

    def action_diagnose(self):
        """Open the sheet that waits to be measured; there is none: make it."""
        repair = self._enter(*self._stages_at_the_bench())
        waiting = self._sheets_of_watch().filtered(lambda one: one.state == "draft")
        sheet = waiting.filtered("repair_id")[:1] or waiting[:1]
        if not sheet:
            sheet = self.env["watch.diagnosis"].browse(repair._make_sheet().id)
        elif not sheet.repair_id:
            sheet.sudo()._trusted().repair_id = self.id
        return sheet._open(sheet)

    @api.model
    def _stages_at_the_bench(self):
        """Return the stages in which there is something to measure."""
        return ("received", "waiting", "agreed", "in_repair", "ready")

    def _make_sheet(self):
        """Create a sheet with what the repair knows (the caller has checked)."""
        ticket = self.ticket_id
        smith = self._works_in_workshop()
        return (
            self.env["watch.diagnosis"]
            .sudo()
            ._trusted()
            .create(
                {
                    "repair_id": self.id,
                    "ticket_id": ticket.id,
                    "company_id": self.company_id.id,
                    "lot_id": self.lot_id.id,
                    "product_id": self.product_id.id,
                    "symptom": ticket.name,
                    "watchmaker_id": self.env.uid if smith else False,
                    "measured_at": False,
                }
            )
        )
