"""Files that came with a complaint were known by who brought them; now by a mark."""


def migrate(cr, version):
    # by visitors and customers themselves
    cr.execute(
        """
        UPDATE ir_attachment file SET complaint_from_customer = TRUE
          FROM res_users person, helpdesk_ticket ticket
         WHERE file.res_model = 'helpdesk.ticket' AND file.res_field IS NULL
           AND file.res_id = ticket.id AND ticket.is_complaint
           AND file.create_uid = person.id AND person.share
        """
    )
    # with a case that came in by itself, in the same moment
    cr.execute(
        """
        UPDATE ir_attachment file SET complaint_from_customer = TRUE
          FROM helpdesk_ticket ticket
          JOIN complaint_intake intake ON intake.ticket_id = ticket.id
         WHERE file.res_model = 'helpdesk.ticket' AND file.res_field IS NULL
           AND file.res_id = ticket.id AND ticket.is_complaint
           AND file.create_date = ticket.create_date
        """
    )
