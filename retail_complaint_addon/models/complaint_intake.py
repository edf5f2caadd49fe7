from odoo import api, fields, models
from odoo.tools import SQL


class ComplaintIntake(models.Model):
    """What came in by a machine, once: the claim on a complaint from outside.

    A claim is made before the case exists. Of several calls with the same reference
    one gets it; the others wait for the database and are told to start again.
    """

    _name = "complaint.intake"
    _description = "Complaint from Outside"
    _inherit = ["complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "reference"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, ondelete="cascade"
    )
    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reference = fields.Char(required=True, readonly=True)
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        readonly=True,
        index=True,
        ondelete="cascade",
    )

    _reference_uniq = models.UniqueIndex(
        "(company_id, channel_id, reference)",
        "This complaint from outside has been registered before.",
    )

    @api.model
    def _find(self, company, channel, reference):
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("channel_id", "=", channel.id),
                ("reference", "=", reference),
            ],
            limit=1,
        )

    @api.model
    def _claim(self, company, channel, reference):
        """Return the claim of this reference, made now or earlier, and its case (sudo).

        :raises psycopg2.errors.SerializationFailure: somebody else has made it a
            moment ago. Odoo repeats the request, which then finds the case; whoever
            runs outside of a request (scheduled actions) repeats it.
        """
        query = SQL(
            "INSERT INTO complaint_intake (company_id, channel_id, reference, "
            "create_uid, write_uid, create_date, write_date) "
            "VALUES (%(company)s, %(channel)s, %(reference)s, %(uid)s, %(uid)s, "
            "now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC') "
            "ON CONFLICT DO NOTHING RETURNING id",
            company=company.id,
            channel=channel.id,
            reference=reference,
            uid=self.env.uid,
        )
        # a lost race is no error to log
        self.env.cr.execute(query, log_exceptions=False)
        made = self.env.cr.fetchone()
        if made:
            return self.sudo().browse(made), self.env["helpdesk.ticket"].sudo()
        claim = self._find(company, channel, reference)
        return claim, claim.ticket_id
