from odoo import api, models
from odoo.exceptions import ValidationError

from ..rules import uploads

MEGABYTE = 1024 * 1024


class HelpdeskTicket(models.Model):
    """Files handed in from outside: few, not large, and what they say they are."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _check_upload_sizes(self, files, company):
        """:raises ValidationError: naming the first file that is too large or many"""
        company = company.sudo()
        if len(files) > company.complaint_upload_files:
            raise ValidationError(self._too_many_files(company))
        for name, content in files:
            if len(content) > company.complaint_upload_mb * MEGABYTE:
                raise ValidationError(
                    self.env._(
                        "“%(file)s” is too large: at most %(most)s MB for one file.",
                        file=uploads.safe_name(name, ""),
                        most=company.complaint_upload_mb,
                    )
                )

    @api.model
    def _check_uploads(self, files, company):
        """Return the files under safe names.

        :param list files: (name, bytes)
        :raises ValidationError: naming the first file that is not taken
        """
        self._check_upload_sizes(files, company)
        checked = []
        for name, content in files:
            kind = uploads.kind_of(content)
            if not kind:
                raise ValidationError(
                    self.env._(
                        "“%(file)s” is not taken: only pictures, videos and PDF files.",
                        file=uploads.safe_name(name, ""),
                    )
                )
            checked.append((uploads.safe_name(name, kind[1]), content))
        return checked

    @api.model
    def _upload_accept(self):
        """Return what the file dialogue of a browser offers."""
        return uploads.ACCEPT

    @api.model
    def _too_many_files(self, company):
        return self.env._(
            "At most %(most)s files at once.", most=company.complaint_upload_files
        )
