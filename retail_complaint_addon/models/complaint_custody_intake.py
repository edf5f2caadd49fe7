"""Taking an article in, and what every hand-over is checked for."""

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..rules import pictures
from ..rules import weight as weighing

SEQUENCE = "complaint.custody"
# A signature is a small picture; a photo does not belong here.
MAX_SIGNATURE = 500_000
MAX_SIGNATURE_PIXELS = 8_000_000
MOST_WEIGHT = 100_000


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    @api.model
    def _check_own_signature(self, value):
        """:raises ValidationError: unless who is signed in has signed"""
        if not value:
            raise ValidationError(
                self.env._("Please sign yourself: “Your Signature” is empty.")
            )
        self._check_signature(value)

    @api.model
    def _check_signature(self, value):
        """:raises ValidationError: unless it is a small PNG, JPEG or WebP picture"""
        if not value:
            raise ValidationError(self.env._("Please sign."))
        try:
            raw = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError, TypeError):
            raw = b""
        if len(raw) > MAX_SIGNATURE:
            raise ValidationError(
                self.env._(
                    "The signature is too large: at most %(most)s kB.",
                    most=MAX_SIGNATURE // 1000,
                )
            )
        if not pictures.is_picture(raw, MAX_SIGNATURE_PIXELS):
            raise ValidationError(
                self.env._("The signature is no picture (PNG, JPEG or WebP).")
            )

    @api.model
    def _check_weight(self, value):
        if not 0 <= (value or 0) <= MOST_WEIGHT:
            raise ValidationError(
                self.env._("The weight is between 0 and %(most)s g.", most=MOST_WEIGHT)
            )

    def _weight_differs(self, before, after):
        tolerance = self.company_id.complaint_custody_tolerance
        return weighing.differs(before or 0, after or 0, tolerance)

    # ------------------------------------------------------------------
    # take in
    # ------------------------------------------------------------------

    @api.model
    def _take_in(self, ticket, vals, signatures):
        """Take an article in from the customer; return its record.

        :param dict vals: fields of the article, with the store where it is taken in
        :param dict signatures: ``customer``, ``own``, or why there is no ``evidence``
        """
        ticket._require_complaints()
        ticket._check_open_for(self.env._("articles"))
        self._check_own_signature(signatures.get("own"))
        if signatures.get("customer"):
            self._check_signature(signatures["customer"])
        elif not self._words(signatures.get("evidence")):
            raise ValidationError(
                self.env._("The customer signs, or say why there is no signature.")
            )
        self._check_article(vals, ticket.sudo().company_id)
        vals = dict(vals)
        store = self.env["retail.store"].sudo().browse(vals.pop("store_id"))
        self._check_place(store, ticket.sudo().company_id, self.env.user)
        photos = self._own_photos(vals.pop("photo_ids", ()))
        now = fields.Datetime.now()
        company = ticket.sudo().company_id
        custody = (
            self.sudo()
            ._trusted()
            .create(
                {
                    **vals,
                    "name": self._next_receipt(company),
                    "ticket_id": ticket.id,
                    "case_number": ticket.sudo().number,
                    "received_by_id": self.env.uid,
                    "received_at": now,
                    "first_bag_number": vals.get("bag_number"),
                    "weight_now": vals.get("weight"),
                    "condition_now": vals.get("condition"),
                    "holder_id": self.env.uid,
                    "place_store_id": store.id,
                    "photo_ids": [(6, 0, photos.ids)],
                }
            )
        )
        photos.sudo().write({"res_model": self._name, "res_id": custody.id})
        custody._record(
            "intake",
            other_name=vals.get("signed_by"),
            to_user_id=self.env.uid,
            to_store_id=store.id,
            condition=vals.get("condition"),
            weight=vals.get("weight"),
            bag_number=vals.get("bag_number"),
            from_signature=signatures.get("customer"),
            to_signature=signatures.get("own"),
            evidence=signatures.get("evidence"),
        )
        custody._tell_case(self.env._("taken in at %(place)s", place=custody.place))
        return custody.with_env(self.env)

    @api.model
    def _check_article(self, vals, company):
        """:raises ValidationError: when the article is not described as it is"""
        self._check_weight(vals.get("weight"))
        for name in ("description", "condition"):
            if not self._words(vals.get(name)):
                raise ValidationError(
                    self.env._(
                        "%(field)s: write down what you see.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        lot = self.env["stock.lot"].sudo().browse(vals.get("lot_id") or [])
        product = lot.product_id.browse(vals.get("product_id") or [])
        if lot and product and lot.product_id != product:
            raise ValidationError(
                self.env._(
                    "%(lot)s is a serial number of %(product)s.",
                    lot=lot.name,
                    product=lot.product_id.display_name,
                )
            )
        for record in (lot, product):
            if record.company_id and record.company_id != company:
                raise ValidationError(
                    self.env._(
                        "%(record)s belongs to another company.",
                        record=record.display_name,
                    )
                )

    @api.model
    def _next_receipt(self, company):
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        number = sequences.next_by_code(SEQUENCE)
        if not number:
            raise ValidationError(
                self.env._(
                    "There is no sequence with the code %(code)s to number receipts.",
                    code=SEQUENCE,
                )
            )
        return number

    @api.model
    def _own_photos(self, ids):
        """Return the files the user has just brought, as pictures."""
        photos = self.env["complaint.referral"]._own_files(list(ids))
        wrong = photos.sudo().filtered(
            lambda photo: not (photo.mimetype or "").startswith("image/")
        )
        if wrong:
            raise ValidationError(
                self.env._("%(file)s is no picture.", file=wrong[0].name)
            )
        return photos

    @api.model
    def _check_place(self, store, company, user):
        """:raises AccessError: unless the user works there"""
        if not store or store.company_id != company:
            raise ValidationError(self.env._("Say in which store of the company."))
        if user not in store.upper_member_ids | store.manager_id:
            raise AccessError(
                self.env._("You do not work at %(store)s.", store=store.display_name)
            )
