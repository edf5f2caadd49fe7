"""The report for the customer: what was measured, what is allowed, what was done."""

import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.image import image_data_uri, image_process

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from ..rules import timing_chart
from ..rules import verdict as rule

PAGE = "watch_complaint_addon.watch_diagnosis_page"
# more do not fit beside the figures; all of them are on the sheet
MOST_PHOTOS = 4
# in pixels of the page; the printing program takes no height from a picture of lines
CHART_WIDTH = 540


class WatchDiagnosis(models.Model):
    _inherit = "watch.diagnosis"

    def _report_page(self):
        """Return the page in the customer's language."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(READERS):
            raise AccessError(
                self.env._("The report is printed by who speaks with the customer.")
            )
        if self.state != "done":
            raise UserError(
                self.env._("Finish the sheet first: the customer gets what is final.")
            )
        lang = self._report_language()
        values = self.sudo().with_context(lang=lang)._report_values(lang)
        return self.env["ir.qweb"]._render(
            PAGE, values, minimal_qcontext=True, lang=lang
        )

    def _report_language(self):
        """Return the language of the customer, else of the company."""
        sheet = self.sudo()
        installed = dict(self.env["res.lang"].get_installed())
        for partner in (
            sheet.ticket_id.partner_id,
            sheet.lot_id.owner_id,
            sheet.company_id.partner_id,
        ):
            if partner.lang in installed:
                return partner.lang
        return self.env.lang or "en_US"

    def _report_values(self, lang):
        """Return everything the page shows: plain values, no records, no names of
        staff."""
        ticket, company = self.ticket_id, self.company_id
        chart = self._sheet_chart()
        return {
            "lang": lang,
            "sheet": self.name,
            "case_number": ticket.number or "",
            "customer_name": ticket._customer_name() if ticket else "",
            "date": self._report_date(self.done_at, lang),
            "measured_on": self.measured_at
            and self._report_date(self.measured_at, lang),
            "watch": self._report_watch(),
            "symptom": self.symptom or "",
            "verdict": self.verdict,
            "verdict_label": self._overall_label(self.verdict),
            "rate_class": self.rate_class_id.name or "",
            "rows": self._report_rows(),
            "readings": self._report_readings(),
            "chart": chart and self._svg_uri(chart),
            "chart_compares": any(
                one.wind != "full" or one.chronograph for one in self.reading_ids
            ),
            "chart_width": CHART_WIDTH,
            "chart_height": chart
            and round(CHART_WIDTH * chart["height"] / chart["width"]),
            "findings": self.findings or "",
            "work_done": self.work_done or "",
            "packages": ticket._notice_packages("settled", lang) if ticket else [],
            "photos": [
                image_data_uri(base64.b64encode(image_process(one.raw, (480, 360))))
                for one in self.photo_ids[:MOST_PHOTOS]
            ],
            **self._report_letterhead(company, lang),
        }

    def _report_letterhead(self, company, lang):
        return {
            "company_name": company.name or "",
            "company_address": self.env["complaint.notice"]._company_address(
                company, lang
            ),
            "company_phone": company.phone or "",
            "company_email": company.email or "",
            "logo": (
                ""
                if company.uses_default_logo or not company.logo
                else image_data_uri(company.logo)
            ),
        }

    def _report_date(self, moment, lang):
        """Return the day on the calendar of the store."""
        ticket = self.ticket_id
        calendar = ticket._complaint_calendar(ticket.store_id, self.company_id)
        zone = calendar.tz or self.env.user.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return format_date(self.env, local.date(), lang_code=lang, date_format="long")

    def _report_watch(self):
        """Return what names the watch: its model, calibre and serial number."""
        watch = self.product_id.product_tmpl_id
        names = (
            watch.product_brand_id.name,
            watch.name,
            watch.watch_reference,
            watch.calibre_id.name,
        )
        return {
            "name": " · ".join(name for name in names if name),
            "serial": self.lot_id.name or "",
        }

    def _report_rows(self):
        """Return the criteria that say something; what nobody measured stays out."""
        return [
            {**row, "source": row["source_name"]}
            for row in self._sheet_rows()
            if row["verdict"] != rule.NOT_JUDGED
            or (row["role"] == rule.REQUIRED and row["text"])
        ]

    def _report_readings(self):
        rows = []
        for one in self.reading_ids:
            words = dict(one._fields["position"]._description_selection(self.env))
            winds = dict(one._fields["wind"]._description_selection(self.env))
            wind = winds[one.wind]
            if one.chronograph:
                wind = self.env._("%(wind)s, chronograph running", wind=wind)
            rows.append(
                {
                    "position": words[one.position],
                    "wind": wind,
                    "rate": self._figure_of("mean_rate", one.rate_sd),
                    "amplitude": self._figure_of(
                        "amplitude", one.amplitude_deg or None
                    ),
                    "beat_error": (
                        self._figure_of("beat_error", one.beat_error_ms)
                        if one.amplitude_deg or one.beat_error_ms
                        else ""
                    ),
                }
            )
        return rows

    def _svg_uri(self, chart):
        picture = base64.b64encode(timing_chart.svg(chart).encode()).decode()
        return f"data:image/svg+xml;base64,{picture}"
