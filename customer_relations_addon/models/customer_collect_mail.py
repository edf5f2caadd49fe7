"""Mails and calls in the threads of what belongs to a customer."""

from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from .customer_collect import BATCH, MAX_TITLE, SETTLED

# written by people, and to many at once
TYPES = ["email", "comment", "email_outgoing"]
# What a stage of tickets, a notice or a survey sends by itself is of this type; what
# people write there is a comment. Notices are collected as notices.
BY_ITSELF = ("helpdesk.ticket", "email_outgoing")
# where mails with customers are, and the link of the exchange to it
THREADS = {
    "helpdesk.ticket": "ticket_id",
    "crm.lead": "lead_id",
    "sale.order": "order_id",
    "res.partner": None,
}


class CustomerCollect(models.Model):
    _inherit = "customer.collect"

    @api.model
    def _collect_messages(self, back=None):
        """Read mails by rising id; what was committed late is seen the next time."""
        mark, after = self._mark("mail.message", back)
        while rows := self._new_messages(after):
            values = self._message_values(rows)
            if values:
                self._write_exchanges(values)
            after = rows[-1]["id"]
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return False
        settled = self._id_before(fields.Datetime.now() - SETTLED)
        if settled > mark.last_id:
            mark.last_id = settled
        return True

    @api.model
    def _new_messages(self, after):
        """Return mails, portal messages and done calls that are no exchange yet."""
        self.env["mail.message"].flush_model()
        self.env["customer.exchange"].flush_model(["source_ref"])
        query = SQL(
            """SELECT message.id, message.model, message.res_id, message.date,
                      message.subject, message.author_id, message.message_type,
                      type.category = 'phonecall' AS call
                 FROM mail_message message
            LEFT JOIN mail_activity_type type
                   ON type.id = message.mail_activity_type_id
            LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
                WHERE message.id > %(after)s
                  AND message.model = ANY(%(models)s)
                  AND message.res_id > 0
                  AND (type.category = 'phonecall'
                       OR (message.message_type = ANY(%(types)s)
                           AND message.is_internal IS NOT TRUE
                           AND subtype.internal IS NOT TRUE))
                  AND (message.model, message.message_type) != %(by_itself)s
                  AND NOT EXISTS (
                          SELECT 1 FROM customer_exchange exchange
                           WHERE exchange.source_ref = 'message:' || message.id)
             ORDER BY message.id
                LIMIT %(limit)s""",
            after=after,
            models=list(THREADS),
            types=TYPES,
            by_itself=BY_ITSELF,
            limit=BATCH,
        )
        return self.env.execute_query_dict(query)

    @api.model
    def _message_values(self, rows):
        """Return the values of the exchanges these mails and calls are."""
        records = self._records_of(rows)
        partners = self._customers_of(
            self.env["res.partner"].union(*(one[1] for one in records.values()))
        )
        authors = self.env["res.partner"].sudo().browse({r["author_id"] for r in rows})
        families = self._families((partners | authors).exists())
        colleagues = self._colleagues()
        told = self._told([row["id"] for row in rows])
        stores = self._only_stores()
        result = []
        for row in rows:
            record, partner = records.get((row["model"], row["res_id"]), (None, None))
            if not partner or partner not in partners:
                continue
            user = colleagues.get(row["author_id"])
            direction = self._direction(row, partner, user, families, told)
            if direction:
                values = self._mail_values(row, record, partner, direction)
                values.update(self._place_of(record, partner, user, stores))
                result.append(values)
        return result

    @api.model
    def _records_of(self, rows):
        """Return {(model, id): (record, its customer)}, a query or two a model."""
        found = {}
        for model in {row["model"] for row in rows}:
            ids = {row["res_id"] for row in rows if row["model"] == model}
            records = self.env[model].sudo().with_context(active_test=False)
            for record in records.browse(ids).exists():
                partner = record if model == "res.partner" else record.partner_id
                found[model, record.id] = (record, partner)
        return found

    @api.model
    def _direction(self, row, partner, user, families, told):
        """Return "in" or "out"; nothing for what the customer has no part in."""
        family = families.get(partner.id)
        if row["call"]:
            return "out"
        if user:
            return "out" if family in told.get(row["id"], ()) else None
        by_customer = families.get(row["author_id"]) == family
        return "in" if by_customer or row["message_type"] == "email" else None

    @api.model
    def _mail_values(self, row, record, partner, direction):
        message = self.env["mail.message"].sudo().browse(row["id"])
        now = fields.Datetime.now()
        title = row["subject"] or self._mail_title(record)
        if row["call"]:
            title = self._call_title(message.body) or title
        kind = "email"
        if row["call"]:
            kind = "call"
        elif row["message_type"] == "comment" and direction == "in":
            # written on the page of the customer
            kind = "chat"
        link = THREADS[row["model"]]
        return {
            "partner_id": partner.id,
            "kind": kind,
            "direction": direction,
            # a mail says of itself when it was written
            "date": min(row["date"] or now, now),
            "subject": title[:MAX_TITLE],
            "source": "call" if row["call"] else "mail",
            "source_ref": f"message:{row['id']}",
            "message_id": row["id"],
            **({link: record.id} if link else {}),
        }

    @api.model
    def _call_title(self, body):
        """Return what a call was about: "Call done : summary" is its first paragraph.

        Without a summary the whole of it; what was noted comes after it.
        """
        first = html2plaintext((body or "").split("</p>", 1)[0])
        words = " ".join(first.replace("*", "").split())
        return words.partition(": ")[2] or words

    @api.model
    def _mail_title(self, record):
        """Return what a mail without a subject is about.

        An enquiry has words of sales in its name, and the exchange other readers.
        """
        if record._name == "crm.lead":
            return self.env._("About an enquiry")
        return record.display_name

    @api.model
    def _place_of(self, record, partner, user_id, stores):
        """Return company, store and colleague: of the record, else of who wrote."""
        users = self.env["res.users"].sudo()
        writer = users.browse(user_id)
        owner = record.user_id if "user_id" in record._fields else users
        company = record.company_id if "company_id" in record._fields else None
        company = company or partner.company_id or (writer or owner).company_id
        company = company or self.env.company
        user = self._fit_user(writer or owner, company)
        store = record.store_id if "store_id" in record._fields else None
        store_id = store.id if store else stores.get((user.id, company.id), False)
        return {"company_id": company.id, "user_id": user.id, "store_id": store_id}
