import errno
import logging
import os
from contextlib import suppress

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

from .helpdesk_ticket_people import SUPERVISOR
from .trust import CONTEXT_KEY, TRUSTED

_logger = logging.getLogger(__name__)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FROZEN = {
    "checksum",
    "datas",
    "db_datas",
    "mimetype",
    "name",
    # everybody with the address would read it
    "public",
    "raw",
    "res_id",
    "res_model",
    "store_fname",
    "url",
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    complaint_from_customer = fields.Boolean(
        copy=False,
        groups=NO_ACCESS,
        help="Came with the complaint, by whatever door: the customer sees it again.",
    )

    @api.model
    def _file_write(self, bin_value, checksum):
        """Leave no half file behind: the same file could never be stored again.

        Its place is named after its content, and Odoo takes what is there for whole.
        """
        path = self._full_path(self._get_path(bin_value, checksum)[0])
        known = os.path.exists(path)
        try:
            return super()._file_write(bin_value, checksum)
        except OSError as error:
            if not known:
                with suppress(FileNotFoundError):
                    os.unlink(path)
            if error.errno not in NO_ROOM:
                raise
            _logger.error("There is no room for a file of %s bytes", len(bin_value))
            raise UserError(
                self.env._(
                    "The server has no room for the file; nothing was saved. Tell your "
                    "administrator, and save again afterwards."
                )
            ) from error

    def _on_complaints(self):
        """Return the attachments of complaints (sudo)."""
        files = self.sudo().filtered(
            lambda a: a.res_model == "helpdesk.ticket" and a.res_id and not a.res_field
        )
        if not files:
            return files
        complaints = self.env["helpdesk.ticket"]._complaints_among(
            files.mapped("res_id")
        )
        ids = set(complaints.ids)
        return files.filtered(lambda a: a.res_id in ids)

    def _proves_settlement(self):
        """Say whether one of the files is the evidence of a package carried out."""
        return bool(
            self.env["complaint.solution"]
            .sudo()
            .search_count(
                [("evidence_ids", "in", self.ids), ("state", "=", "done")], limit=1
            )
        )

    def _is_evidence_open(self):
        return (
            self.env.uid == SUPERUSER_ID or self.env.context.get(CONTEXT_KEY) is TRUSTED
        )

    def write(self, vals):
        """A file of a complaint stays what and where it is."""
        if not FROZEN.isdisjoint(vals) and not self._is_evidence_open():
            if self._on_complaints() or self._proves_settlement():
                raise AccessError(self.env._("Files of a complaint are not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint(self):
        if self._is_evidence_open():
            return
        if self._proves_settlement():
            raise AccessError(
                self.env._("Evidence of what was carried out is not deleted.")
            )
        if self.env.user.has_group(SUPERVISOR):
            return
        if self._on_complaints():
            raise AccessError(
                self.env._("Only a supervisor deletes a file of a complaint.")
            )
