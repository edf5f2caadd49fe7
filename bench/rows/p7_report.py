"""P7: the period report over 10,000 cases as PDF."""

import resource
from datetime import timedelta

from data.history import YEARS
from harness import Bench, Figure, Memory, median
from servers import served

from odoo import fields

CASES = 10_000
REPORT = "retail_complaint_addon.complaint_period_report_pdf"


def run(bench: Bench) -> list[Figure]:
    days = int(YEARS * 365 * min(CASES / bench.size, 1))
    samples, memory, pages = [], [], 0
    with served(bench, bench.ours) as url:
        for number in range(6):
            with bench.ours.env("bench_manager") as env:
                env["ir.config_parameter"].sudo().set_param("report.url", url)
                report = _report(env, days)
                found: list[bytes] = []
                env.flush_all()
                env.invalidate_all()

                def draw(env=env, report=report, found=found):
                    pdf, _kind = env["ir.actions.report"]._render_qweb_pdf(
                        REPORT, report.ids
                    )
                    found.append(pdf)

                with Memory() as used:
                    sample = bench.ours.sample(env, draw)
                pages = found[0].count(b"/Type /Page") - found[0].count(b"/Type /Pages")
                count = env["helpdesk.ticket"].search_count(
                    [
                        ("is_complaint", "=", True),
                        ("received_at", ">=", report.date_from),
                    ]
                )
            if number:
                samples.append(sample)
                memory.append(used.megabytes)
    # in kilobytes, of the largest program that this one has started
    printer = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Figure("cases in the period", count),
        Figure("pages", pages),
        Figure("time", median(samples), "s", goal="≤ 10"),
        Figure("processor time without wkhtmltopdf", median(samples, "busy"), "s"),
        Figure("queries", median(samples, "queries")),
        Figure("memory of Odoo", max(memory), "MB", goal="≤ 300"),
        Figure("memory of wkhtmltopdf", printer, "MB", goal="≤ 300"),
    ]


def _report(env, days: int):
    today = fields.Date.today()
    return env["complaint.period.report"].create(
        {"date_from": today - timedelta(days=days), "date_to": today}
    )
