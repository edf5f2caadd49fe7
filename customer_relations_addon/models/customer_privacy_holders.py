"""What becomes of each model's fields when a person is erased."""

from typing import NamedTuple

from odoo import api, models

# Fields that name or reach somebody, in whatever model.
CONTACT_FIELDS = frozenset(
    {
        "email",
        "email_normalized",
        "email_from",
        "email_cc",
        "email_to",
        "partner_email",
        "phone",
        "mobile",
        "phone_sanitized",
        "partner_phone",
        "partner_name",
        "partner_address",
        "partner_zip",
        "partner_city",
        "contact_name",
        "common_name",
        "nickname",
        "street",
        "street2",
        "zip",
        "city",
        "sender",
        "sender_name",
        "recipient",
        "recipients",
        "signed_by",
        "mail_email_address",
        "incoming_email_to",
        "incoming_email_cc",
        "outgoing_email_to",
        "reply_to",
        "acc_holder_name",
        "external_handle",
        "invoice_source_email",
        "invoice_partner_display_name",
        "email_domain_criterion",
    }
)
# Keys, hashes and technical names: nothing of a person in them.
TECHNICAL = frozenset(
    {
        "access_token",
        "message_id",
        "model",
        "res_model",
        "references",
        "parent_path",
        "inalterable_hash",
        "currency",
        "lang",
        "dedup_key",
        "digest",
        "body_digest",
        "message_ref",
        "mail_ref",
        "selector",
        "email_layout_xmlid",
        "case_number",
        "number",
        "code",
    }
)


class Holder(NamedTuple):
    """What becomes of the records of one model that are about the person.

    Text that is not named is gone through: the person is taken out of it, the rest
    stays.

    :param erase: fields that are emptied
    :param keep: fields that stay as they are
    :param delete: the records themselves go
    :param files: whether their files go; ``False`` keeps what shows an article
    :param why: what is kept and for what reason, for the people who decide
    """

    erase: frozenset = frozenset()
    keep: frozenset = frozenset()
    delete: bool = False
    files: bool = True
    why: str = ""


def empty(*names, **values):
    return Holder(erase=frozenset(names), **values)


def keep(*names, **values):
    return Holder(keep=frozenset(names), **values)


GONE = Holder(delete=True)
MASKED = Holder()
ARTICLE = Holder(files=False, why="Photos and figures of the article")

HOLDERS = {
    # the contact itself is told apart in customer.erasure
    "res.partner": Holder(),
    "res.users": empty("signature", "out_of_office_message"),
    "res.partner.bank": empty("acc_holder_name", "note", "sanitized_acc_number"),
    # complaints
    "helpdesk.ticket": empty(
        "partner_name",
        "partner_email",
        "partner_phone",
        "email_cc",
        "external_handle",
        "source_url",
        why="Facts, figures, result and cause of the complaint",
    ),
    "complaint.mail": empty("subject", "sender", "sender_name", "recipients", "error"),
    "complaint.notice": empty(
        "recipient", "body", "link", "problem", why="That and when a notice was given"
    ),
    "complaint.custody": ARTICLE._replace(erase=frozenset({"signed_by"})),
    "complaint.custody.move": ARTICLE._replace(erase=frozenset({"other_name"})),
    "complaint.solution": empty("signed_by", why="What was offered, accepted and paid"),
    "complaint.referral": empty("receiver_name", why="Who was asked and answered"),
    "complaint.fact.answer": MASKED,
    "complaint.decision.text": keep("salt", why="The comment without the person"),
    "complaint.action": MASKED,
    "complaint.approval": MASKED,
    "complaint.pause": MASKED,
    "complaint.step": MASKED,
    "complaint.solution.line": MASKED,
    "complaint.solution.score": MASKED,
    "complaint.escalation": MASKED,
    "complaint.intake": MASKED,
    "complaint.fingerprint": MASKED,
    "complaint.tracking": GONE,
    "survey.user_input": empty(
        "email", "nickname", "invite_token", why="Scores without the person"
    ),
    "survey.user_input.line": MASKED,
    # watches and jewellery
    "watch.diagnosis": ARTICLE,
    "watch.warranty.decision": MASKED,
    "watch.loan": MASKED,
    "watch.centre.job": ARTICLE,
    "watch.service.centre": Holder(why="A firm"),
    "repair.order": ARTICLE._replace(erase=frozenset({"consent_evidence"})),
    "stock.lot": ARTICLE,
    "qc.inspection": ARTICLE,
    "jewellery.consent": MASKED,
    "jewellery.investigation": ARTICLE,
    "jewellery.correction": MASKED,
    "jewellery.buyer.lot": Holder(why="Trade buyers are firms"),
    "jewellery.supplier.claim": Holder(why="Suppliers are firms"),
    "jewellery.report": Holder(why="The report is drawn again without the person"),
    # customer relations
    "customer.fact": GONE,
    "customer.wish": GONE,
    "customer.ownership": MASKED,
    "customer.exchange": empty(
        "subject", "note", why="That, when and how long somebody spoke with a customer"
    ),
    "customer.promise": MASKED,
    "customer.handover": MASKED,
    "customer.duplicate": GONE,
    "customer.service.use": MASKED,
    "customer.consent": empty(
        "evidence", why="Proof that advertising was agreed to, or ended"
    ),
    "customer.privacy.request": empty(
        "partner_name",
        "email",
        "phone",
        "other_keys",
        "details",
        "identity_how",
        "answer",
        why="Proof that the request was answered in time",
    ),
    "customer.privacy.refusal": Holder(why="The law keeps refusals four years"),
    "customer.contact.due": MASKED,
    "customer.policy.confirmation": MASKED,
    "store.incident": MASKED,
    "store.day": MASKED,
    "retail.store": Holder(keep=frozenset({"name", "code"}), why="An address of ours"),
    # trade
    "crm.lead": empty(
        "contact_name",
        "partner_name",
        "email_from",
        "email_normalized",
        "email_cc",
        "phone",
        "phone_sanitized",
        "website",
        "function",
        "referred",
        "street",
        "street2",
        "zip",
        "city",
        why="What was asked for, and what came of it",
    ),
    "sale.order": empty("signed_by", why="Business records: seven years"),
    "account.move": Holder(
        erase=frozenset({"invoice_source_email", "invoice_partner_display_name"}),
        files=False,
        why="Business records, with their papers: seven years",
    ),
    "payment.transaction": empty(
        "partner_name",
        "partner_email",
        "partner_address",
        "partner_zip",
        "partner_city",
        "partner_phone",
    ),
    "calendar.attendee": empty("common_name"),
    "mail.blacklist": GONE._replace(
        why="Nobody is written to without a consent, so no address is kept for it"
    ),
    "mail.notification": empty("mail_email_address", "failure_reason"),
    "mail.mail": GONE,
    "mail.scheduled.message": GONE,
    "mail.guest": empty("email"),
    "mail.gateway.allowed": GONE,
    "discuss.channel.member": MASKED,
}


class CustomerPrivacyHolders(models.AbstractModel):
    """Another addon declares its models by extending ``_privacy_holders``."""

    _name = "customer.privacy.holders"
    _description = "Holders of Personal Data"

    @api.model
    def _privacy_holders(self):
        """Return {model name: Holder}; models that are not there do no harm."""
        return dict(HOLDERS)

    @api.model
    def _holder(self, name):
        """Return what becomes of a model; text of an undeclared one is masked."""
        return self._privacy_holders().get(name, MASKED)

    @api.model
    def _is_technical(self, name):
        return name in TECHNICAL

    @api.model
    def _fate(self, model, field):
        """Return erase, mask or keep for one text field."""
        holder = self._holder(model._name)
        if field.name in holder.erase:
            return "erase"
        if field.name in holder.keep or field.name in TECHNICAL:
            return "keep"
        if field.name in CONTACT_FIELDS:
            return "erase"
        return "mask"
