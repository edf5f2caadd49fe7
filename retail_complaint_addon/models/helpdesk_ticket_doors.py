"""The one path by which a complaint comes in that no member of staff typed."""

import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .complaint_entrance import UNSTORABLE
from .helpdesk_ticket_category import READERS

_logger = logging.getLogger(__name__)

CHANNELS = {
    "email": "channel_email",
    "web": "channel_web_form",
    "portal": "channel_web_form",
    "api": "channel_api",
    "counter": "channel_counter",
    "phone": "channel_phone",
}
# Doors behind which we know who it is.
PROVEN_DOORS = ("portal", "counter", "phone")
# What the customer agreed to; nobody writes it later.
CONSENT = ("consent_at", "consent_version", "consent_text")
REFERENCE_LENGTH = 200
CHAR_LENGTH = 2000


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    sender_unverified = fields.Boolean(
        string="Customer Not Verified",
        copy=False,
        tracking=True,
        groups=READERS,
        help="Somebody gave the e-mail address or phone of this customer. Make sure "
        "that it is really them before you tell or give them anything.",
    )

    @api.model
    def _complaint_intake(self, vals, door):
        """Register a complaint that came in by itself; called twice it is one case.

        :param dict vals: values of the ticket, and of these what is known:
            ``lang`` (code, for a new customer), ``reference`` (when the case has one
            machine reference that is not shown as ``external_ref``), ``files`` (list
            of (name, bytes)), ``sender_unverified`` and those of ``CONSENT``
        :param str door: one of the keys of ``CHANNELS``
        :return: the case (sudo), new or the one registered before; the latter has
            ``complaint_known`` in its context
        """
        ticket_model = self.sudo()._untrusted()
        vals = ticket_model._clean_intake(vals)
        lang = vals.pop("lang", None)
        files = vals.pop("files", None) or []
        reference = vals.pop("reference", None) or vals.get("external_ref")
        consent = {name: vals.pop(name) for name in CONSENT if name in vals}
        ticket_model._intake_defaults(vals, door)
        claim, known = ticket_model._claim_intake(vals, reference)
        if known:
            return known.with_context(complaint_known=True)
        ticket_model._intake_customer(vals, door, lang)
        ticket = ticket_model._intake_author().create(vals).with_env(ticket_model.env)
        claim.ticket_id = ticket
        if consent:
            ticket._trusted().write(consent)
        ticket._attach_intake_files(files)
        ticket._after_door(door)
        return ticket

    # ------------------------------------------------------------------
    # before
    # ------------------------------------------------------------------

    @api.model
    def _clean_intake(self, vals):
        """Take out what the database cannot store, so that nothing is lost by it."""
        clean = {}
        for name, value in vals.items():
            if isinstance(value, str):
                value = UNSTORABLE.sub("", value)
                field = self._fields.get(name)
                if field is None or field.type == "char":
                    value = " ".join(value.split())[:CHAR_LENGTH]
            clean[name] = value
        return clean

    @api.model
    def _intake_defaults(self, vals, door):
        """Fill in store, company, channel and category where they are not known."""
        store = self._given_record(vals, "store_id")
        team = self._given_record(vals, "team_id")
        company = self._given_record(vals, "company_id")
        company = company or store.company_id or team.company_id or self.env.company
        vals["company_id"] = company.id
        if not store and team:
            store = self._store_of_team(team, company)
        # the store of whoever runs this is not the store complained about
        vals["store_id"] = store.id
        if not vals.get("channel_id"):
            xmlid = f"retail_complaint_addon.{CHANNELS[door]}"
            vals["channel_id"] = self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
        if not self._given_record(vals, "category_id").is_complaint:
            vals["category_id"] = self._unclassified_category().id
        vals["is_complaint"] = True

    @api.model
    def _store_of_team(self, team, company):
        """Return the store that a team works for, if it is only one."""
        stores = self.env["retail.store"].search(
            [("team_id", "=", team.id), ("company_id", "=", company.id)], limit=2
        )
        return stores if len(stores) == 1 else stores.browse()

    @api.model
    def _unclassified_category(self):
        """Return the category of complaints that nobody has classified yet (sudo)."""
        shipped = self.env["ir.model.data"]._xmlid_to_res_id(
            "retail_complaint_addon.category_unclassified"
        )
        categories = self.env["helpdesk.ticket.category"].sudo()
        return categories.browse(shipped or ()) or categories.search(
            [
                ("is_complaint", "=", True),
                ("parent_id", "=", False),
                ("company_id", "=", False),
            ],
            order="sequence desc, id desc",
            limit=1,
        )

    @api.model
    def _claim_intake(self, vals, reference):
        """Return the claim, and the case that was registered by it before."""
        claims = self.env["complaint.intake"]
        if not reference or not vals["channel_id"]:
            return claims, self.browse()
        if not isinstance(reference, str) or len(reference) > REFERENCE_LENGTH:
            raise ValidationError(
                self.env._(
                    "%(field)s: a text of at most %(most)s characters.",
                    field=self._label("external_ref"),
                    most=REFERENCE_LENGTH,
                )
            )
        company = self._given_record(vals, "company_id")
        channel = self._given_record(vals, "channel_id")
        return claims._claim(company, channel, reference)

    @api.model
    def _intake_customer(self, vals, door, lang):
        """Find or create the customer; an existing contact is never changed."""
        partners = self.env["res.partner"]
        partner = self._given_record(vals, "partner_id")
        if not partner:
            company = self._given_record(vals, "company_id")
            partner = partners._match_complainant(vals, company)
            if partner and door not in PROVEN_DOORS:
                vals.setdefault("sender_unverified", True)
            partner = partner or partners._create_complainant(vals, company, lang)
        vals["partner_id"] = partner.id
        for name, value in (
            ("partner_name", partner.name),
            ("partner_email", partner.email),
            ("partner_phone", partner.phone),
        ):
            # what an unproven sender did not say is not filled in from the contact
            if not vals.get(name) and not vals.get("sender_unverified"):
                vals[name] = value

    @api.model
    def _intake_author(self):
        """Return the model as who registers the case; nobody follows it by that.

        Colleagues are told of new cases by somebody with a name.
        """
        author = self.with_context(mail_create_nosubscribe=True)
        return author.with_user(SUPERUSER_ID) if self.env.user._is_public() else author

    # ------------------------------------------------------------------
    # after
    # ------------------------------------------------------------------

    def _attach_intake_files(self, files):
        """Keep what came with the complaint; the customer sees it again."""
        if not files:
            return self.env["ir.attachment"]
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "raw": content,
                        "res_model": self._name,
                        "res_id": self.id,
                        "complaint_from_customer": True,
                    }
                    for name, content in files
                ]
            )
        )

    def _after_door(self, door):
        """Tell the customer that the complaint has arrived."""
        self.ensure_one()
        if not self._survey_email():
            return
        try:
            with self.env.cr.savepoint():
                self._send_notice("acknowledged")
        except UserError as error:
            # the complaint counts; the clock shows that nobody was told
            _logger.info("Case %s was not acknowledged: %s", self.number, error)

    # ------------------------------------------------------------------
    # tracking link
    # ------------------------------------------------------------------

    def _complaint_link(self):
        """Return the address at which the customer follows the case without a login."""
        self.ensure_one()
        token = self.env["complaint.tracking"]._for_ticket(self.sudo())._token()
        return f"{self.get_base_url()}/complaint/track/{token}"

    # ------------------------------------------------------------------
    # closing
    # ------------------------------------------------------------------

    def _missing_result(self):
        """Whoever closes a case knows what it was about."""
        names = super()._missing_result()
        unclassified = self.category_id == self._unclassified_category()
        return [*names, "category_id"] if unclassified else names
