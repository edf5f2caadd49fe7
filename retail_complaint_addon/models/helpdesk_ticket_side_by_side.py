"""What may be offered, side by side for the talk with the customer.

On the screen and on paper in English and Chinese, whatever the language of who shows
it. Nothing of it is internal: no cost, no score, no limit, no note.
"""

from odoo import api, models
from odoo.exceptions import AccessError

from .complaint_mail_process import LANGUAGES

ACTION = "retail_complaint_addon.complaint_side_by_side_action"
REPORT = "retail_complaint_addon.complaint_side_by_side_report"
# Approved at least: what nobody has approved is not shown to a customer.
SHOWN_STATES = ("approved", "offered", "accepted", "done", "declined")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHINESE = [code for code in LANGUAGES["zh_hant"] if code != "zh_CN"]
# Both languages at once, so they are no terms for the translation of a screen.
TRADITIONAL = {
    "title": ("What we can offer you", "我們可以為您提供的方案"),
    "case": ("Your complaint", "您的投訴"),
    "option": ("Option", "方案"),
    "value": ("Value to you", "對您的價值"),
    "until": ("Ready by", "完成日期"),
    "accepted": ("You chose this", "您已選擇"),
    "declined": ("You declined this", "您已謝絕"),
    "empty": (
        "There is no offer yet. We tell you as soon as there is one.",
        "暫時未有方案，一有結果我們會立即通知您。",
    ),
    "refused": (
        "You declined what we offered. We tell you as soon as there is another offer.",
        "您已謝絕我們的方案，一有其他方案我們會立即通知您。",
    ),
    "choose": (
        "You can choose one of these. Take your time; ask us whatever is not clear.",
        "您可選擇其中一項。請慢慢考慮，如有不清楚之處，歡迎隨時查詢。",
    ),
    "single": (
        "This is what we can offer you. Take your time; ask us whatever is not clear.",
        "以下是我們可以為您提供的方案。請慢慢考慮，如有不清楚之處，歡迎隨時查詢。",
    ),
    "agreed": ("Thank you. This is what we agreed.", "謝謝您。這是雙方同意的方案。"),
    "signature": ("Customer's signature", "顧客簽署"),
    "date": ("Date", "日期"),
}
SIMPLIFIED = {
    "title": ("What we can offer you", "我们可以为您提供的方案"),
    "case": ("Your complaint", "您的投诉"),
    "option": ("Option", "方案"),
    "value": ("Value to you", "对您的价值"),
    "until": ("Ready by", "完成日期"),
    "accepted": ("You chose this", "您已选择"),
    "declined": ("You declined this", "您已谢绝"),
    "empty": (
        "There is no offer yet. We tell you as soon as there is one.",
        "暂时未有方案，一有结果我们会立即通知您。",
    ),
    "refused": (
        "You declined what we offered. We tell you as soon as there is another offer.",
        "您已谢绝我们的方案，一有其他方案我们会立即通知您。",
    ),
    "choose": (
        "You can choose one of these. Take your time; ask us whatever is not clear.",
        "您可选择其中一项。请慢慢考虑，如有不清楚之处，欢迎随时查询。",
    ),
    "single": (
        "This is what we can offer you. Take your time; ask us whatever is not clear.",
        "以下是我们可以为您提供的方案。请慢慢考虑，如有不清楚之处，欢迎随时查询。",
    ),
    "agreed": ("Thank you. This is what we agreed.", "谢谢您。这是双方同意的方案。"),
    "signature": ("Customer's signature", "顾客签署"),
    "date": ("Date", "日期"),
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def action_side_by_side(self):
        """Open the page for the talk with the customer."""
        return self._choice_page(ACTION)

    def action_print_side_by_side(self):
        """Print what may be offered, for the customer to take home."""
        self.ensure_one()
        self._check_reads_packages()
        return self.env.ref(REPORT).report_action(self._packages_to_show())

    @api.readonly
    def get_side_by_side(self):
        """Return what may be offered in this round, in words for the customer.

        :return: dict with ``labels`` ({key: [English, Chinese]}), ``case``, ``shop``
            and ``options``; what the user may do with each is in ``steps``
        """
        self.ensure_one()
        self._check_reads_packages()
        return self._side_by_side()

    def _side_by_side(self):
        self.ensure_one()
        acts = self._is_clerk() and self.has_access("write") and not self.closed
        chinese = self._chinese_of_customer()
        case = self.sudo()
        simplified = chinese == "zh_CN"
        shown = self._packages_to_show()
        # Those cancelled by an acceptance keep their letter: A does not become B.
        decided = self.solution_ids.filtered(
            lambda one: (
                one.round == self.round and one.decided_at and one.state != "rejected"
            )
        ).sorted("id")
        options = [
            package._as_option(letter, chinese, acts)
            for letter, package in zip(LETTERS, decided, strict=False)
            if package in shown
        ]
        return {
            "labels": dict(SIMPLIFIED if simplified else TRADITIONAL),
            "id": self.id,
            "case": self.number,
            "title": self.name,
            "company": case.company_id.name,
            "shop": case.store_id.name or "",
            "options": options,
            "intro": self._side_by_side_intro(options),
        }

    @api.model
    def _side_by_side_intro(self, options):
        """Return which label stands above the options."""
        states = {option["state"] for option in options}
        if states & {"accepted", "done"}:
            return "agreed"
        open_ones = [one for one in options if one["state"] in ("approved", "offered")]
        if open_ones:
            return "choose" if len(open_ones) > 1 else "single"
        return "refused" if states else "empty"

    def _packages_to_show(self):
        """Return the packages of the round that somebody has approved."""
        return self.solution_ids.filtered(
            lambda one: one.round == self.round and one.state in SHOWN_STATES
        ).sorted("id")

    def _chinese_of_customer(self):
        """Return the Chinese that is spoken to the customer, or an empty text."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = [self.sudo().partner_id.lang or "", *CHINESE, "zh_CN"]
        return next(
            (code for code in wanted if code in installed and code[:2] == "zh"), ""
        )


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def _as_option(self, letter, chinese, acts):
        """Return the package as a card for the customer.

        :param str chinese: language of the second line, or nothing
        :param bool acts: whether the user may record an answer
        """
        self.ensure_one()
        steps = {"approved": ["offer"], "offered": ["accept", "decline"]}
        value = self.currency_id.format(self.customer_value)
        several = len(self.line_ids.filtered("customer_value")) > 1
        return {
            "id": self.id,
            "letter": letter,
            "state": self.state,
            "measures": [line._in_both(chinese, several) for line in self.line_ids],
            "value": value if self.customer_value else "",
            "until": self.due_date.isoformat() if self.due_date else "",
            "steps": steps.get(self.state, []) if acts else [],
        }


class ComplaintSolutionLine(models.Model):
    _inherit = "complaint.solution.line"

    def _in_both(self, chinese, valued):
        """Return the kind of measure in both languages, and what exactly.

        :param bool valued: with what it is worth; one alone is the sum anyway
        """
        self.ensure_one()
        kind = self.type_id.sudo()
        english = kind.with_context(lang="en_US").name
        second = kind.with_context(lang=chinese).name if chinese else ""
        words = filter(None, [self.name, self.product_id.sudo().display_name])
        value = self.currency_id.format(self.customer_value)
        return {
            "names": [english, second if second != english else ""],
            "detail": " · ".join(words),
            "value": value if valued and self.customer_value else "",
        }


class ComplaintSideBySide(models.AbstractModel):
    _name = "report.retail_complaint_addon.complaint_side_by_side"
    _description = "Packages Side by Side"

    @api.model
    def _get_report_values(self, docids, data=None):
        packages = self.env["complaint.solution"].browse(docids)
        packages.check_access("read")
        tickets = packages.ticket_id
        if not tickets:
            raise AccessError(self.env._("There is nothing to print."))
        for ticket in tickets:
            ticket._check_reads_packages()
        return {
            "doc_ids": docids,
            "doc_model": "complaint.solution",
            "pages": [
                (ticket._packages_to_show()[:1].id or 0, ticket._side_by_side())
                for ticket in tickets
            ],
        }


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        return (*super()._self_standing_models(), "complaint.solution")
