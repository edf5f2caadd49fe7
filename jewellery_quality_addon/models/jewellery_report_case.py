"""What stands on the one page about a case."""

import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang
from odoo.tools.image import image_process

from odoo.addons.retail_complaint_addon.rules.charts import column_chart
from odoo.addons.retail_complaint_addon.rules.pictures import BROKEN
from odoo.addons.retail_complaint_addon.rules.workbook import Figure

from ..rules import tolerances
from ..rules.report_words import range_chart, shorten

PHOTOS, PHOTO_SIZE = 3, (480, 360)
# What fits on one page, in narrow letters and in rows.
LONG, SHORT, CELL = 380, 220, 44
MEASURED, ANSWERED, PACKAGES, ACTIONS, WHYS, ASKED = 5, 3, 4, 4, 3, 3
WORST_FIRST = {"critical": 0, "fail": 1, "pass": 2}
CHART = (360, 130)
MONTHS = 12


class JewelleryReport(models.Model):
    _inherit = "jewellery.report"

    def _page(self):
        """Return what the paper shows, as plain values in its language (sudo)."""
        return self._case_page() if self.kind == "case" else self._period_page()

    def _case_page(self):
        about = self.investigation_id
        cases = about.ticket_ids
        lines = self._measured_lines(about)
        return {
            "kind": "case",
            "investigations": about,
            "head": self._head(),
            "title": about.name,
            "subject": shorten(", ".join(self._subjects(about)), 90),
            "cases": shorten(about.case_numbers, 60),
            "severity": about.severity,
            "severity_label": self._label(about, "severity"),
            "state_label": self._label(about, "state"),
            "cards": self._case_cards(about),
            "texts": self._case_texts(about),
            "whys": [
                shorten(f"{why.name} {why.answer}", 64) for why in about.why_ids[:WHYS]
            ],
            "photos": self._photos(about),
            "measured": self._range_image(lines),
            "answers": self._answers(lines),
            "packages": self._package_rows(cases),
            "departments": self._department_answers(about),
            "actions": self._tasks(about)[:ACTIONS],
            "history": self._history_image(cases),
            "request": shorten(self.request, SHORT),
            "lines": lines,
        }

    def _head(self):
        today = fields.Date.context_today(self)
        return {
            "number": self.name,
            "company": self.company_id,
            "author": self.drawn_by_id.name,
            "day": today,
            "date": format_date(self.env, today, date_format="medium"),
        }

    @api.model
    def _label(self, record, name):
        options = dict(record._fields[name]._description_selection(self.env))
        return options.get(record[name], "")

    @api.model
    def _subjects(self, about):
        goods = about.lot_ids.product_id or about.ticket_ids.product_id
        pieces = [
            f"{lot.product_id.name} ({lot.name})" for lot in about.lot_ids[:2]
        ] or goods[:2].mapped("name")
        return pieces + about.ticket_ids.category_id[:2].mapped("name")

    # ------------------------------------------------------------------
    # figures and words
    # ------------------------------------------------------------------

    def _case_cards(self, about):
        cases = about.ticket_ids
        received = min(filter(None, cases.mapped("received_at")), default=None)
        end = about.closed_at or fields.Datetime.now()
        days = (end - received).days if received else None
        alike = about.lot_ids._pieces_alike() if about.lot_ids else about.lot_ids
        company = self.company_id
        claimed = sum(
            case.currency_id._convert(
                case.claimed_amount,
                company.currency_id,
                company,
                (case.received_at or end).date(),
            )
            if case.currency_id
            else case.claimed_amount
            for case in cases
        )
        settled = sum(cases.mapped("settled_amount"))
        money = company.currency_id.name
        return [
            (self.env._("Complaints"), str(len(cases)), len(cases)),
            (
                self.env._("Days since the first"),
                "–" if days is None else str(days),
                days,
            ),
            (self.env._("Other pieces concerned"), str(len(alike)), len(alike)),
            (
                self.env._("Claimed (%(currency)s)", currency=money),
                formatLang(self.env, claimed, digits=0),
                Figure(claimed, "money"),
            ),
            (
                self.env._("Settled (%(currency)s)", currency=money),
                formatLang(self.env, settled, digits=0),
                Figure(settled, "money"),
            ),
        ]

    @api.model
    def _case_texts(self, about):
        cause = " – ".join(filter(None, [about.cause_id.name, about.escape_point]))
        after = " ".join(
            filter(None, [self._effect(about), about.effect_note, about.lesson])
        )
        texts = [
            ("what", self.env._("What happened"), about.what, LONG),
            ("why", self.env._("Root cause, and where it slipped"), cause, SHORT),
            (
                "contain",
                self.env._("What protects customers"),
                about.containment,
                SHORT,
            ),
            ("prevent", self.env._("So that it stays away"), about.prevention, SHORT),
            ("after", self.env._("Did it help, what we learned"), after, SHORT),
        ]
        return {
            key: {"title": title, "text": shorten(text, width)}
            for key, title, text, width in texts
        }

    @api.model
    def _effect(self, about):
        """Return what the last check of the effect said, with its figures."""
        check = self.env["jewellery.effect"].search(
            [
                ("investigation_id", "in", about.ids),
                ("state", "in", ("effective", "not_effective")),
            ],
            order="id desc",
            limit=1,
        )
        if not check:
            return ""
        figures = " → ".join(filter(None, [check.before_text, check.after_text]))
        return f"{self._label(check, 'state')}: {figures}."

    # ------------------------------------------------------------------
    # evidence
    # ------------------------------------------------------------------

    @api.model
    def _measured_lines(self, about):
        """Return the results of the inspections that count, the worst first."""
        cases, lots = about.ticket_ids, about.lot_ids
        inspections = self.env["qc.inspection"].search(
            [
                ("confirmed_at", "!=", False),
                ("company_id", "=", about.company_id.id),
                "|",
                ("ticket_id", "in", cases.ids),
                ("lot_id", "in", lots.ids),
            ]
        )
        # an inspection that was repeated is replaced by the later one
        inspections -= inspections.repeat_of_id
        lines = inspections.inspection_lines.filtered(
            lambda line: line.verdict in WORST_FIRST
        )
        return lines.sorted(lambda line: (WORST_FIRST[line.verdict], -line.id))

    @api.model
    def _range_image(self, lines):
        rows = []
        for line in lines:
            if line.question_type == "qualitative" or len(rows) == MEASURED:
                continue
            low, high = line.min_value, line.max_value
            unit = line.test_uom_id.name or ""
            rows.append(
                (
                    line.test_line.name or line.name,
                    low if low > -tolerances.OPEN else None,
                    high if high < tolerances.OPEN else None,
                    line._in_test_unit(),
                    f"{line._in_test_unit():g} {unit}".strip(),
                    line.verdict == "pass",
                )
            )
        return self._image(range_chart(rows)) if rows else False

    @api.model
    def _answers(self, lines):
        found = lines.filtered(lambda line: line.question_type == "qualitative")
        return [
            {
                "text": shorten(
                    f"{line.test_line.name or line.name}: "
                    f"{line.qualitative_value.name or ''}",
                    CELL,
                ),
                "good": line.verdict == "pass",
            }
            for line in found[:ANSWERED]
        ]

    @api.model
    def _photos(self, about):
        """Return the first photos, small enough for the page."""
        files = about.finding_ids.photo_ids
        files |= about.finding_ids.inspection_id.photo_ids
        files |= self._measured_lines(about).inspection_id.photo_ids
        pictures = []
        for file in files:
            kind = file.mimetype or ""
            if not kind.startswith("image/") or "svg" in kind:
                continue
            try:
                picture = image_process(file.raw, size=PHOTO_SIZE)
            except (UserError, *BROKEN):
                # a broken picture must not keep the report from those who decide
                continue
            pictures.append(self._data_uri(picture, kind))
            if len(pictures) == PHOTOS:
                break
        return pictures

    @api.model
    def _data_uri(self, content, kind):
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    @api.model
    def _image(self, svg):
        return self._data_uri(svg.encode(), "image/svg+xml")

    @api.model
    def _history_image(self, cases):
        """Return the complaints of the same kind, month by month, of the company."""
        today = fields.Date.context_today(self)
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        groups = self.env["helpdesk.ticket"]._read_group(
            [
                ("is_complaint", "=", True),
                ("company_id", "in", cases.company_id.ids),
                ("category_id", "in", cases.category_id.ids),
                ("received_at", ">=", first),
            ],
            ["received_at:month"],
            ["__count"],
        )
        counts = {(month.year, month.month): count for month, count in groups if month}
        months = [first + relativedelta(months=index) for index in range(MONTHS)]
        rows = [counts.get((month.year, month.month), 0) for month in months]
        return self._image(
            column_chart(
                [str(month.month) for month in months],
                [(self.env._("Complaints of this kind, by month"), rows)],
                None,
                CHART,
            )
        )

    # ------------------------------------------------------------------
    # what is done about it
    # ------------------------------------------------------------------

    @api.model
    def _packages(self, cases):
        """Return the alternatives, the one taken first."""
        rank = {"done": 0, "accepted": 1, "offered": 2, "approved": 3, "submitted": 4}
        return cases.solution_ids.sorted(
            lambda package: (rank.get(package.state, 9), -package.id)
        )

    @api.model
    def _package_rows(self, cases):
        return [
            {
                "name": shorten(package.name, CELL),
                "value": formatLang(self.env, package.customer_value, digits=0),
                "cost": formatLang(self.env, package.company_cost, digits=0),
                "score": self._score(package),
                "state": self._label(package, "state"),
                "taken": package.state in ("accepted", "done"),
            }
            for package in self._packages(cases)[:PACKAGES]
        ]

    @api.model
    def _score(self, package):
        """Return the points of a package, where they are given."""
        if "score_total" not in package._fields or not package.score_ids:
            return ""
        best = " ★" if package.is_best else ""
        return f"{package.score_total:.0f}{best}"

    @api.model
    def _tasks(self, about):
        """Return the actions and corrections that follow from it, open ones first."""
        actions = (about.action_ids | about.ticket_ids.action_ids).filtered(
            lambda action: action.state != "cancelled"
        )
        corrections = self.env["jewellery.correction"].search(
            [("investigation_id", "in", about.ids), ("state", "!=", "dropped")]
        )
        systems = self.env["mgmtsystem.action"].search(
            [("investigation_id", "in", about.ids)]
        )
        return self._task_rows(actions, corrections, systems)

    @api.model
    def _task_rows(self, actions, corrections, systems):
        rows = [
            {
                "title": one.name or "",
                "owner": shorten(one.owner_id.name, 24),
                "date": one.due_date,
                "state": self._label(one, "state"),
                "late": one.is_late,
                "open": one.state in ("todo", "doing"),
            }
            for one in actions
        ]
        rows += [
            {
                "title": f"{one.target_name or ''}: {one.summary}",
                "owner": shorten(one.user_id.name, 24),
                "date": one.date_deadline,
                "state": self._label(one, "state"),
                "late": one.is_late,
                "open": one.state == "proposed",
            }
            for one in corrections
        ]
        today = fields.Date.context_today(self)
        rows += [
            {
                "title": one.name,
                "owner": shorten(one.user_id.name, 24),
                "date": one.date_deadline,
                "state": shorten(one.stage_id.name, 20),
                "late": bool(
                    not one.stage_id.is_ending
                    and one.date_deadline
                    and one.date_deadline < today
                ),
                "open": not one.stage_id.is_ending,
            }
            for one in systems
        ]
        for row in rows:
            row["name"] = shorten(row["title"], 62)
            row["due"] = format_date(self.env, row["date"], date_format="medium")
        return sorted(rows, key=lambda row: (not row["open"], str(row["date"])))

    @api.model
    def _asked(self, about):
        """Return what was asked in its cases, answers first."""
        asked = about.ticket_ids.referral_ids.filtered(
            lambda one: one.kind == "question" and one.state != "withdrawn"
        )
        return asked.sorted(lambda one: (not one.answer, -one.id))

    @api.model
    def _department_answers(self, about):
        now = fields.Datetime.now()
        return [
            {
                "receiver": shorten(one.receiver_name, 20),
                "asked": shorten(one.reason, 30),
                "answer": shorten(one.answer, 58) or self._label(one, "state"),
                "late": not one.closed_at and one.due_at < now,
            }
            for one in self._asked(about)[:ASKED]
        ]
