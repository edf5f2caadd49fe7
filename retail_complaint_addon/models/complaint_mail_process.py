"""What becomes of a stored mail: ignored, held back, an answer, or a new case."""

import hashlib

import psycopg2
from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.tools import SQL, email_normalize, html_sanitize, plaintext2html

from ..rules import mail_auth, mail_body, mail_headers, mail_html, mail_language
from ..rules.links import without_tokens

TODO = "mail.mail_activity_data_todo"
NOTE, COMMENT = "mail.mt_note", "mail.mt_comment"
# Pictures are evidence and stay as they came; files that a browser runs do not run.
POSTING = {
    "attachments_mime_plainxml": True,
    "image_no_postprocess": True,
    "mail_create_nosubscribe": True,
    "mail_post_autofollow": False,
    "mail_post_autofollow_author_skip": True,
}
# Mails to colleagues wait for the queue.
QUEUED = {"mail_notify_force_send": False}
LANGUAGES = {
    "zh_hant": ("zh_HK", "zh_TW", "zh_CN"),
    "zh_hans": ("zh_CN", "zh_HK", "zh_TW"),
    "en": ("en_GB", "en_US"),
}


class ComplaintMail(models.Model):
    _inherit = "complaint.mail"

    def _attempt(self, force=False, letter=None):
        """Process one locked mail; note what goes wrong instead of raising it.

        :param force: a person wants it, whoever sent it and however many there are
        :param Letter letter: what is known of it when it has just come
        :raises psycopg2.OperationalError: when another transaction was in the way
        """
        self.ensure_one()
        mail = self.with_env(self.env(user=SUPERUSER_ID, su=True, context=QUEUED))
        try:
            with mail.env.cr.savepoint():
                mail._work(force, letter)
                mail.env.flush_all()
                # what the chatter tracks could fail as well
                mail.env.cr.precommit.run()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            mail._note_failure(error)

    def _work(self, force, letter=None):
        raw = letter.raw if letter else self.attachment_id.raw or b""
        headers = letter.headers if letter else mail_headers.read(raw)
        if not force:
            reason = self._why_ignored(headers)
            if reason:
                if reason == "bounce":
                    self._note_bounce(raw)
                return self._settle("ignored", reason)
            reason = self._why_held()
            if reason:
                return self._settle("held", reason)
        place = letter.place.moved(self.env) if letter else self._find_place(headers)
        ticket = self.answered_ticket_id or (place and place.ticket)
        if place and not ticket and not place.alias:
            return self._settle("held", "not_a_case")
        if not email_normalize(self.sender):
            return self._settle("unreadable", "no_sender")
        content = mail_body.read(raw)
        if ticket:
            self._answer(ticket, content, headers)
        else:
            self._new_case(place, content)
        self._send_soon()
        return None

    # ------------------------------------------------------------------
    # nobody's mail
    # ------------------------------------------------------------------

    def _why_ignored(self, headers):
        """Return why a mail needs no answer and makes no case, or None."""
        reason = mail_headers.why_automatic(headers)
        if reason:
            return reason
        sender = self.sender or "-"
        ref = self.message_ref or "-"
        alias, sent = self._in_one_go(
            self.env["mail.alias"]._search([("alias_full_name", "=", sender)], limit=1),
            self.env["mail.message"]._search(
                [("message_id", "=", ref), ("message_type", "!=", "email")], limit=1
            ),
        )
        if self.sender and (alias or sender in self._own_addresses()):
            return "own_address"
        return "own_mail" if sent else None

    def _own_addresses(self):
        """Return the addresses beside the aliases that only we ourselves write from."""
        domains = self.env["mail.alias.domain"].search_fetch([])
        own = {
            *domains.mapped("catchall_email"),
            *domains.mapped("bounce_email"),
            *domains.mapped("default_from_email"),
        }
        return {address.lower() for address in own if address}

    def _in_one_go(self, *searches):
        """Return how many records each of the searches finds, up to its limit."""
        counts = [
            SQL("(SELECT count(*) FROM (%s) found)", query.select(SQL("1")))
            for query in searches
        ]
        [found] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(counts)))
        return found

    def _send_soon(self):
        """Colleagues are told by the mail queue, at once: whoever brings us a mail
        does not wait for the server by which ours go out."""
        xmlid = "mail.ir_cron_mail_scheduler_action"
        queue = self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
        self.env["ir.cron"].browse(queue)._trigger()

    def _note_bounce(self, raw):
        """Let Odoo mark the mail of ours that came back as undelivered."""
        thread = self.env["mail.thread"]
        try:
            with self.env.cr.savepoint():
                thread._note_complaint_bounce(raw)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            self.error = repr(error)[:500]

    # ------------------------------------------------------------------
    # cases
    # ------------------------------------------------------------------

    def _new_case(self, place, content):
        html = self._shown(content, keep_cid=False)
        colleague = self._internal_user()
        trusted = not colleague or self.authentication == mail_auth.VERIFIED
        # the owner gets the customer's words; a second mail says nothing more
        told = self.with_context(mail_auto_subscribe_no_notify=not colleague)
        ticket = told._take(self._case_vals(place, html)).with_env(self.env)
        self._post(
            ticket,
            content,
            COMMENT if trusted else NOTE,
            author=ticket.partner_id if not colleague else colleague.partner_id,
            trusted=trusted,
        )
        return self._settle("done", False, ticket_id=ticket.id)

    def _case_vals(self, place, html):
        store = (place and place.store) or self.store_id
        team = (place and place.team) or store.team_id
        company = store.company_id or (place and place.company) or self.company_id
        return {
            "name": (self.subject or "")[:200],
            "description": html or self._no_text(),
            "partner_name": self.sender_name or self.sender,
            "partner_email": self.sender,
            "company_id": company.id,
            "store_id": store.id,
            "team_id": team.id,
            "category_id": place.category_id if place else False,
            "received_at": self.received_at,
            "sender_unverified": self.authentication != mail_auth.VERIFIED,
        }

    def _take(self, vals):
        """Create the case through the intake that every door uses."""
        key = hashlib.sha256(self.dedup_key.encode()).hexdigest()
        return self.env["helpdesk.ticket"]._complaint_intake(
            {
                **vals,
                "reference": f"mail-{key[:40]}",
                "lang": self._language_of(vals["description"]),
            },
            "email",
        )

    def _language_of(self, text):
        """Return the code of the installed language the sender writes."""
        found = mail_language.guess(f"{self.subject or ''} {text}")
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return next(
            (code for code in LANGUAGES.get(found, ()) if code in installed), False
        )

    def _make_case_by_hand(self):
        """A person saw the mail: make a case of it with whatever can be read."""
        self = self.with_env(self.env(user=SUPERUSER_ID, su=True, context=QUEUED))
        raw = self.attachment_id.raw or b""
        place = self._find_place(mail_headers.read(raw))
        try:
            with self.env.cr.savepoint():
                self._new_case(place, mail_body.read(raw))
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            text = mail_body.clean(self.preview or "")
            vals = self._case_vals(place, plaintext2html(text) if text else "")
            ticket = self._take(vals)
            ticket.with_context(**POSTING).message_post(
                body=self.env._("The mail could not be read. It is attached."),
                attachments=[(self.attachment_id.name, raw)],
                subtype_xmlid=NOTE,
            )
            self._settle("done", False, ticket_id=ticket.id, error=repr(error)[:500])

    # ------------------------------------------------------------------
    # answers
    # ------------------------------------------------------------------

    def _answer(self, ticket, content, headers):
        """Post an answer in its case; a stranger's waits there to be looked at."""
        author, kind = self._standing(ticket, headers)
        if kind == "stranger":
            self._post(ticket, content, NOTE, author, trusted=False)
            self._ask_owner(ticket)
            return self._settle("done", "unverified", ticket_id=ticket.id)
        subtype = NOTE if kind == "colleague" else COMMENT
        self._post(ticket, content, subtype, author, trusted=True)
        if kind == "customer":
            ticket._customer_replied("email")
        return self._settle("done", False, ticket_id=ticket.id)

    def _standing(self, ticket, headers):
        """Return (author, "customer", "follower", "colleague" or "stranger").

        Who answers knows the Message-ID of a mail we sent; only the address that got
        it is believed. Colleagues need the word of our mail server.
        """
        nobody = self.env["res.partner"]
        sender = email_normalize(self.sender)
        if self.authentication == mail_auth.FAILED or headers.senders != [self.sender]:
            return nobody, "stranger"
        colleague = self._internal_user()
        if colleague:
            may = ticket.with_user(colleague).with_context(
                allowed_company_ids=colleague.company_ids.ids
            )
            if self.authentication == mail_auth.VERIFIED and may.has_access("write"):
                return colleague.partner_id, "colleague"
            return nobody, "stranger"
        customers = ticket.partner_id | ticket.on_behalf_of_id
        author = customers.filtered(lambda p: p.email_normalized == sender)[:1]
        if author or email_normalize(ticket.partner_email or "") == sender:
            return author, "customer"
        followers = ticket.message_partner_ids.filtered("partner_share")
        author = followers.filtered(lambda p: p.email_normalized == sender)[:1]
        return author, "follower" if author else "stranger"

    def _internal_user(self):
        """Return the colleague whose address the mail claims, also one who left."""
        sender = email_normalize(self.sender or "")
        users = self.env["res.users"].with_context(active_test=False)
        return users.search(
            [
                ("share", "=", False),
                ("partner_id.email_normalized", "=", sender or "-"),
            ],
            order="active desc, id",
            limit=1,
        )

    def _ask_owner(self, ticket):
        """The owner looks at it, or whoever stands in for one who cannot."""
        for user in ticket._survey_readers(ticket.user_id) or (
            ticket._survey_supervisors()
        ):
            ticket._as_robot(user).activity_schedule(
                TODO,
                user_id=user.id,
                summary=self.env._("Answer of an unverified sender"),
                note=self.env._(
                    "%(sender)s answered by e-mail, but is not known in this case. "
                    "Look at the message before you act on it.",
                    sender=self.sender,
                ),
            )

    # ------------------------------------------------------------------
    # text and files
    # ------------------------------------------------------------------

    def _post(self, ticket, content, subtype, author, trusted):
        """Put the mail into the chatter of its case."""
        body = self._shown(content, keep_cid=True) or self._no_text()
        if not trusted:
            author = self.env.ref("base.partner_root")
            body = self._warning() + body
        if content.damaged:
            body += self._damaged()
        ticket.with_context(**POSTING).message_post(
            body=body,
            subject=self.subject,
            message_type="email",
            subtype_xmlid=subtype,
            author_id=author.id or False,
            email_from=author.email_formatted if author else self.sender,
            message_id=self.message_ref or None,
            attachments=[
                (file.name, file.content, {"cid": file.content_id})
                for file in content.files
            ],
        )

    def _shown(self, content, keep_cid):
        """Return the text as harmless HTML."""
        parts = []
        for kind, given in content.texts:
            text = without_tokens(given)
            if kind == "text":
                parts.append(plaintext2html(text))
                continue
            safe = html_sanitize(text, sanitize_style=True, strip_classes=True)
            if safe and safe.strip():
                parts.append(Markup(mail_html.without_remote(safe, keep_cid)))
        return Markup("").join(parts)

    def _no_text(self):
        return Markup("<p>%s</p>") % self.env._("(mail without text)")

    def _warning(self):
        return Markup("<p><strong>%s</strong></p>") % self.env._(
            "Unverified sender: %(sender)s. This mail may be forged.",
            sender=self.sender,
        )

    def _damaged(self):
        return Markup("<p><em>%s</em></p>") % self.env._(
            "Part of this mail could not be read. The original is in Incoming Mail."
        )
