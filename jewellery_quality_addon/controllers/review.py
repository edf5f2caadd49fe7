from odoo.exceptions import AccessError, ValidationError
from odoo.http import Controller, content_disposition, request, route

from odoo.addons.retail_complaint_addon.controllers.period_report import XLSX


class JewelleryReview(Controller):
    @route(
        "/jewellery/what-works.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def what_works(self, company=None, **options):
        """Send What Works as a workbook, of the cases the user may see.

        :param str company: id of the company the page was opened in
        """
        review = request.env["jewellery.review"]
        allowed = request.env.user.company_ids.ids
        if company and company.isdecimal() and int(company) in allowed:
            review = review.with_context(allowed_company_ids=[int(company)])
        try:
            content = review._review_xlsx(options)
        except (AccessError, ValidationError):
            raise request.not_found() from None
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition("what-works.xlsx")),
            ],
        )
