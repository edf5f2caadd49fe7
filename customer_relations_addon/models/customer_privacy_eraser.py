"""Takes a person out of everything that was found: by SQL, in one transaction.

Through the ORM each change would be tracked, mailed and recomputed: the old name would
stand in the chatter afterwards. Facts and figures are not touched; the decision log
cannot be (a trigger of the database refuses), only its comments lose the person.
"""

import json
from collections import Counter

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ..rules.privacy import MASK
from .customer_privacy_finder import Found

BATCH = 1000
# Whose a row is: the person's own, with texts of several people, of somebody else.
THEIRS, TEXTS, OTHERS = "theirs", "texts", "others"


class CustomerPrivacyEraser(models.AbstractModel):
    _name = "customer.privacy.eraser"
    _description = "Eraser of Personal Data"

    @api.model
    def _erase(self, partners, person, label, found=None):
        """Take the person out of everything; return {model: rows changed}.

        :param partners: the contacts that are this person (may be none)
        :param person: see ``rules.privacy.Person``
        :param label: what stands in the place of the name from now on
        """
        finder = self.env["customer.privacy.finder"]
        found = finder._find(partners, person) if found is None else found
        messages = finder._messages_of(found)
        files = finder._files_of(found, messages)
        done = Counter()
        self._erase_files(found, files, done)
        self._erase_messages(partners, person, messages, done)
        self._erase_activities(found, person, done)
        for name, hit in sorted(found.items()):
            if name in ("mail.message", "mail.tracking.value"):
                continue
            self._erase_model(name, hit, person, done)
        self._erase_exports(found, done)
        self._erase_screens(partners, person, found)
        self._erase_partners(partners, label, done)
        self._erase_logins(partners, done)
        self.env.invalidate_all()
        self._look_again(found)
        self.env.registry.clear_cache()
        return {name: count for name, count in done.items() if count}

    # ------------------------------------------------------------------
    # one table
    # ------------------------------------------------------------------

    @api.model
    def _erase_model(self, name, hit, person, done):
        model = self.env[name].sudo().with_context(active_test=False)
        holder = self.env["customer.privacy.holders"]._holder(name)
        if holder.delete and hit.about:
            done[name] += self._delete(model, hit.about)
        else:
            done[name] += self._rewrite(model, hit.about, person)
        done[name] += self._rewrite(model, hit.mentions, person, OTHERS)

    @api.model
    def _delete(self, model, ids):
        """Delete rows past all guards of the models: the law asks for it."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE id IN %s",
                SQL.identifier(model._table),
                tuple(ids),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _rewrite(self, model, ids, person, whose=THEIRS):
        """Empty or mask the text of these rows; return how many changed.

        :param whose: THEIRS: each field as it is declared; TEXTS: all fields are
            masked; OTHERS: only the person's own name, addresses and numbers go
        """
        texts = self.env["customer.privacy.finder"]._text_fields(model)
        fates = self._fates(model, texts, whose)
        names = list(fates)
        ids = sorted(ids) if names else []
        changed = 0
        for start in range(0, len(ids), BATCH):
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s WHERE id IN %s",
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL.identifier(model._table),
                    tuple(ids[start : start + BATCH]),
                )
            )
            new_rows = []
            for id_, *old in rows:
                new = [
                    self._new_value(texts[name], fates[name], value, person, whose)
                    for name, value in zip(names, old, strict=True)
                ]
                if new != old:
                    new_rows.append((id_, *new))
            self._store(model, names, texts, new_rows)
            changed += len(new_rows)
            if model._name == "complaint.decision.text":
                self._forget_salts([id_ for id_, *_texts in new_rows])
        return changed

    @api.model
    def _fates(self, model, texts, whose):
        """Return {field name: erase or mask} of what may change."""
        holders = self.env["customer.privacy.holders"]
        if whose == THEIRS:
            fates = {name: holders._fate(model, one) for name, one in texts.items()}
        else:
            fates = {
                name: "keep" if holders._is_technical(name) else "mask"
                for name in texts
            }
        return {name: fate for name, fate in fates.items() if fate != "keep"}

    @api.model
    def _forget_salts(self, ids):
        """Without its salt nobody tries out what a comment may have said.

        The digest in the chain stays as it is, so the chain still verifies.
        """
        if ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE complaint_decision_text SET salt = NULL WHERE id IN %s",
                    tuple(ids),
                )
            )

    @api.model
    def _new_value(self, field, fate, value, person, whose):
        if value in (None, False, ""):
            return value
        if fate == "erase":
            if not field.required:
                return None
            return dict.fromkeys(value, MASK) if isinstance(value, dict) else MASK
        thorough = whose != OTHERS
        if isinstance(value, dict):
            return {
                key: person.mask(text, thorough) if isinstance(text, str) else text
                for key, text in value.items()
            }
        return person.mask(value, thorough)

    @api.model
    def _store(self, model, names, texts, rows):
        if not rows:
            return
        casts = SQL(", ").join(
            SQL(
                "%s = v.%s::%s",
                SQL.identifier(name),
                SQL.identifier(name),
                SQL.identifier(texts[name].column_type[0]),
            )
            for name in names
        )
        columns = SQL(", ").join(map(SQL.identifier, names))
        for start in range(0, len(rows), BATCH):
            values = SQL(", ").join(
                SQL(
                    "(%s)",
                    SQL(", ").join(
                        SQL("%s", json.dumps(one) if isinstance(one, dict) else one)
                        for one in row
                    ),
                )
                for row in rows[start : start + BATCH]
            )
            self.env.cr.execute(
                SQL(
                    "UPDATE %s t SET %s FROM (VALUES %s) v (id, %s) WHERE t.id = v.id",
                    SQL.identifier(model._table),
                    casts,
                    values,
                    columns,
                )
            )

    # ------------------------------------------------------------------
    # messages, to-dos, files
    # ------------------------------------------------------------------

    @api.model
    def _erase_messages(self, partners, person, ids, done):
        """Take the person out of messages, and what was written by or to the person.

        Notes of staff stay without the person; the chatter of the contact goes.
        """
        if not ids:
            return
        ours = tuple(partners.ids) or (0,)
        cr = self.env.cr
        cr.execute(
            SQL(
                "DELETE FROM mail_message WHERE model = 'res.partner' AND res_id IN %s",
                ours,
            )
        )
        done["mail.message"] += cr.rowcount
        written = self.env.execute_query(
            SQL(
                """
                SELECT id FROM mail_message m WHERE id IN %s AND (
                    author_id IN %s
                    OR message_type IN ('email', 'email_outgoing')
                    OR EXISTS (SELECT FROM mail_message_res_partner_rel r
                        WHERE r.mail_message_id = m.id AND r.res_partner_id IN %s)
                    OR EXISTS (SELECT FROM mail_notification n
                        WHERE n.mail_message_id = m.id AND n.res_partner_id IN %s))
                """,
                tuple(ids),
                ours,
                ours,
                ours,
            )
        )
        written = tuple(id_ for (id_,) in written)
        if written:
            cr.execute(
                SQL(
                    """
                    UPDATE mail_message SET body = %s, email_from = CASE
                        WHEN author_id IN %s OR author_id IS NULL THEN NULL
                        ELSE email_from END,
                        subject = CASE WHEN subject IS NULL THEN NULL ELSE %s END,
                        incoming_email_to = NULL, incoming_email_cc = NULL,
                        outgoing_email_to = NULL, reply_to = NULL
                    WHERE id IN %s
                    """,
                    f"<p>{MASK}</p>",
                    ours,
                    MASK,
                    written,
                )
            )
        message = self.env["mail.message"].sudo()
        others = set(ids) - set(written)
        done["mail.message"] += len(written)
        done["mail.message"] += self._rewrite(message, others, person, TEXTS)
        self._erase_mail_rows(tuple(ids), ours, person, done)

    @api.model
    def _erase_mail_rows(self, ids, ours, person, done):
        """Erase what hangs on messages: tracked values, notifications, queued mail."""
        cr = self.env.cr
        values = self.env.execute_query(
            SQL("SELECT id FROM mail_tracking_value WHERE mail_message_id IN %s", ids)
        )
        tracked = self.env["mail.tracking.value"].sudo()
        done["mail.tracking.value"] += self._rewrite(
            tracked, {id_ for (id_,) in values}, person, TEXTS
        )
        for table, column, keys in (
            ("mail_mail", "mail_message_id", ids),
            ("mail_message_translation", "message_id", ids),
            ("mail_followers", "partner_id", ours),
        ):
            cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s IN %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    keys,
                )
            )
            done[table.replace("_", ".")] += cr.rowcount
        cr.execute(
            SQL(
                "UPDATE mail_notification SET mail_email_address = NULL, "
                "failure_reason = NULL "
                "WHERE mail_message_id IN %s OR res_partner_id IN %s",
                ids,
                ours,
            )
        )

    @api.model
    def _erase_activities(self, found, person, done):
        """Mask to-dos on what was found; their titles repeat names of records."""
        activities = self.env["mail.activity"].sudo()
        ids = set()
        for name, hit in found.items():
            if hit.about:
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM mail_activity "
                        "WHERE res_model = %s AND res_id IN %s",
                        name,
                        tuple(hit.about),
                    )
                )
                ids |= {id_ for (id_,) in rows}
        done["mail.activity"] += self._rewrite(activities, ids, person, TEXTS)

    @api.model
    def _erase_files(self, found, ids, done):
        """Delete files; photos of articles and papers of the books stay."""
        holders = self.env["customer.privacy.holders"]
        files = self.env["ir.attachment"].with_user(SUPERUSER_ID).browse(ids).exists()
        gone = files.filtered(
            lambda file: (
                holders._holder(file.res_model or "").files
                or "sign" in (file.res_field or "")
            )
        )
        mails = found.get("complaint.mail", Found()).about
        if mails:
            self.env.cr.execute(
                SQL(
                    "UPDATE complaint_mail SET attachment_id = NULL WHERE id IN %s",
                    tuple(mails),
                )
            )
        done["ir.attachment"] += len(gone)
        self.env.invalidate_all()
        gone.unlink()
