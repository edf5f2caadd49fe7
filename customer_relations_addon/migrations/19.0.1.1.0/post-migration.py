"""Old exchanges lose the names of enquiries; who is erased is not proposed again."""

from odoo import SUPERUSER_ID, api
from odoo.tools.sql import SQL

DOMAIN = '[("is_company", "=", False), ("user_ids", "=", False)]'
NEW_DOMAIN = (
    '[("is_company", "=", False), ("user_ids", "=", False), ("erased_at", "=", False)]'
)


def migrate(cr, version):
    """What a person has written or changed since stays as it is.

    A mail without a subject was called by the name of its enquiry: other people read
    exchanges than enquiries, and the name of the customer is often in it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    title = env["customer.collect"]._mail_title(env["crm.lead"])
    cr.execute(
        SQL(
            """
            UPDATE customer_exchange exchange
               SET subject = %s
              FROM mail_message message
             WHERE message.id = exchange.message_id
               AND exchange.source = 'mail'
               AND message.model = 'crm.lead'
               AND COALESCE(message.subject, '') = ''
               AND exchange.subject != '[erased]'
            """,
            title,
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE customer_exchange exchange
               SET subject = %s
              FROM crm_lead lead
             WHERE lead.id = exchange.lead_id
               AND exchange.source IN ('mail', 'call')
               AND exchange.subject = lead.name
            """,
            title,
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE data_recycle_model rule
               SET domain = %s
              FROM ir_model_data data
             WHERE data.module = 'customer_relations_addon'
               AND data.name = 'data_recycle_customers'
               AND data.model = 'data_recycle.model'
               AND data.res_id = rule.id AND rule.domain = %s
            """,
            NEW_DOMAIN,
            DOMAIN,
        )
    )
