"""What the parameters in the addresses of our pages stand for."""

import re

# An example of what each parameter stands for, which is not the caller's.
EXAMPLES = {
    "ticket_id": "SELECT max(id) FROM helpdesk_ticket WHERE is_complaint",
    "solution_id": "SELECT max(id) FROM complaint_solution",
    "report_id": "SELECT max(id) FROM jewellery_report",
    "export_id": "SELECT max(id) FROM customer_privacy_export",
    "file_id": "SELECT max(id) FROM ir_attachment WHERE res_model = 'helpdesk.ticket'",
    "partner_id": "SELECT max(partner_id) FROM customer_consent",
    "page_id": "SELECT max(id) FROM document_page WHERE type = 'category'",
    "page": "SELECT 7",
    # the first part of a link is in the database; the signature is not
    "token": "SELECT max(selector) || repeat('a', 40) FROM complaint_tracking",
    "access_token": "SELECT md5('guess')",
    # in the link of every customer; what tells one from another is the next
    "survey_token": "SELECT max(access_token) FROM survey_survey",
    "answer_token": "SELECT md5('guess')",
    "kind": "SELECT 'pdf'",
}
PARAMETER = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")
