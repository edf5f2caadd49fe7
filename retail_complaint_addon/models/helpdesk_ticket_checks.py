from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import is_html_empty

from ..rules import money
from ..rules.links import is_harmless
from .complaint_entrance import SCALARS

MAX_ID = 2**31 - 1
# Clocks of the counter and of the server differ a little.
CLOCK_SKEW = timedelta(minutes=5)
# When the shop has opened: nobody looks at a to-do in the night.
MORNING = time(9)
AMOUNTS = ("claimed_amount",)
# Fields whose company has to be that of the case.
COMPANY_FIELDS = (
    "store_id",
    "team_id",
    "category_id",
    "cause_id",
    "lot_id",
    "product_id",
    "partner_id",
    "on_behalf_of_id",
    "staff_ids",
)


class HelpdeskTicket(models.Model):
    """The facts of a complaint: the same checks for form, import and RPC."""

    _inherit = "helpdesk.ticket"

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

    def _is_blank(self, name):
        value = self[name]
        return not (value.strip() if isinstance(value, str) else value)

    def _empty_error(self, name):
        return ValidationError(
            self.env._(
                "%(field)s: a complaint is never without.", field=self._label(name)
            )
        )

    def _check_text(self, name, value):
        empty = is_html_empty(value) if name == "description" else not value
        if empty or not str(value).strip():
            raise self._empty_error(name)

    # ------------------------------------------------------------------
    # raw values, before the ORM sees them
    # ------------------------------------------------------------------

    @api.model
    def _check_raw_values(self, vals_list, names=None):
        """Turn values that no field can hold into an error that names the field.

        The ORM answers text for a date or NaN for an amount with a ValueError, and
        stores an infinite Float.

        :param names: the fields to look at, by default those that plain tickets do
            not use
        """
        names = names or self._complaint_fields()
        context = {
            key[8:]: value
            for key, value in self.env.context.items()
            if key.startswith("default_") and key[8:] in names
        }
        for vals in [context, *vals_list]:
            for name in names & vals.keys():
                self._check_raw_value(name, vals[name])

    @api.model
    @tools.ormcache()
    def _complaint_fields(self):
        """Return the names of the fields that make or concern complaints only."""
        ours = frozenset(
            name
            for name, field in self._fields.items()
            if field._module == "retail_complaint_addon"
        )
        return ours | {"category_id", "duplicate_id"}

    @api.model
    def _check_raw_value(self, name, value):
        field = self._fields[name]
        if field.type == "monetary" or name in AMOUNTS:
            self._check_amount(name, value)
        elif field.type in SCALARS:
            try:
                field.convert_to_cache(value, self.browse())
                valid = field.type != "many2one" or self._is_many2one_value(value)
            except (TypeError, ValueError, OverflowError):
                valid = False
            if not valid:
                raise ValidationError(
                    self.env._("%(field)s: not a valid value.", field=self._label(name))
                )

    @api.model
    def _is_many2one_value(self, value):
        if isinstance(value, models.BaseModel):
            return True
        if isinstance(value, bool) or value is None:
            return not value
        return isinstance(value, int) and 0 <= value <= MAX_ID

    @api.model
    def _check_amount(self, name, value):
        """:raises ValidationError: unless the amount is a number from 0 to 1e12"""
        if not money.is_valid_amount(value):
            raise ValidationError(
                self.env._(
                    "%(field)s: an amount is a number from 0 to %(most)s.",
                    field=self._label(name),
                    most=f"{money.MAX_AMOUNT:,.0f}",
                )
            )

    @api.model
    def _check_ticket_links(self, vals_list):
        """Refuse links to complaints the user cannot read (D1).

        A linked record shows its title even where reading it is refused.
        """
        if self.env.su and not self._is_stranger():
            return
        linked = set()
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if field and field.relational and field.comodel_name == self._name:
                    linked |= self._linked_ids(value)
        self.browse(linked)._check_linkable()

    @api.model
    def _check_wizard_links(self, vals_list):
        """Check the many2one values of a wizard on tickets."""
        if self.env.su:
            return
        ids = set()
        for vals in vals_list:
            for name in ("ticket_id", "duplicate_of_id"):
                ids |= self._linked_ids(vals.get(name))
        self.browse(ids)._check_linkable()

    @api.model
    def _linked_ids(self, value):
        if isinstance(value, models.BaseModel):
            return set(value.ids)
        if isinstance(value, int) and not isinstance(value, bool):
            return {value}
        ids = set()
        for command in value if isinstance(value, list | tuple) else ():
            if isinstance(command, int):
                ids.add(command)
            elif isinstance(command, list | tuple) and len(command) > 1:
                targets = command[2] if command[0] == 6 else [command[1]]
                ids.update(id_ for id_ in targets or () if isinstance(id_, int) and id_)
        return ids

    def _check_linkable(self):
        """:raises AccessError: when one of these is a complaint the user cannot read"""
        existing = self.sudo().exists().filtered("is_complaint").sudo(False)
        if existing:
            self._check_no_stranger()
        hidden = existing - existing._filtered_access("read")
        if hidden:
            raise AccessError(
                self.env._("You cannot link a complaint that you cannot read.")
            )

    # ------------------------------------------------------------------
    # facts
    # ------------------------------------------------------------------

    def _local_zone(self):
        """Return the time zone at the place of the case."""
        self.ensure_one()
        calendar = self._complaint_calendar(self.store_id, self.company_id)
        return pytz.timezone(calendar.tz or self.env.user.tz or "UTC")

    def _local_date(self, moment):
        """Return the date at the place of the case."""
        return pytz.utc.localize(moment).astimezone(self._local_zone()).date()

    def _morning_after(self, day, days=1):
        """Return the morning some days after a day, at the place of the case, in UTC.

        :param date day: of the calendar there
        """
        morning = datetime.combine(day + timedelta(days=days), MORNING)
        local = self._local_zone().localize(morning)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.constrains("incident_at", "received_at", "purchase_date", "is_complaint")
    def _check_dates(self):
        now = fields.Datetime.now()
        for ticket in self.sudo().filtered("is_complaint"):
            for name in ("incident_at", "received_at"):
                if ticket[name] and ticket[name] > now + CLOCK_SKEW:
                    raise ValidationError(
                        self.env._(
                            "%(field)s: %(date)s is in the future.",
                            field=self._label(name),
                            date=fields.Datetime.context_timestamp(
                                self, ticket[name]
                            ).strftime("%Y-%m-%d %H:%M"),
                        )
                    )
            ticket._check_purchase_date(now)

    def _check_purchase_date(self, now):
        purchase = self.purchase_date
        if not purchase:
            return
        if purchase > self._local_date(now):
            raise ValidationError(
                self.env._(
                    "%(field)s: %(date)s is in the future.",
                    field=self._label("purchase_date"),
                    date=purchase,
                )
            )
        if self.incident_at and purchase > self._local_date(self.incident_at):
            raise ValidationError(
                self.env._(
                    "%(field)s: %(date)s is after the incident.",
                    field=self._label("purchase_date"),
                    date=purchase,
                )
            )

    def _other_company_error(self, name, record):
        return ValidationError(
            self.env._(
                "%(field)s: %(record)s belongs to another company.",
                field=self._label(name),
                record=record.sudo().display_name,
            )
        )

    @api.constrains("company_id", "is_complaint", *COMPANY_FIELDS)
    def _check_companies(self):
        for ticket in self.sudo().filtered("is_complaint"):
            company = ticket.company_id
            for name in COMPANY_FIELDS:
                for record in ticket[name]:
                    if record.company_id and record.company_id != company:
                        raise self._other_company_error(name, record)

    @api.constrains("lot_id", "product_id", "is_complaint")
    def _check_lot(self):
        for ticket in self.sudo().filtered("is_complaint"):
            lot = ticket.lot_id
            if lot and ticket.product_id and lot.product_id != ticket.product_id:
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(lot)s is a serial number of %(product)s.",
                        field=self._label("lot_id"),
                        lot=lot.name,
                        product=lot.product_id.display_name,
                    )
                )

    @api.constrains("source_url")
    def _check_source_url(self):
        for ticket in self.sudo():
            if not is_harmless(ticket.source_url or ""):
                raise ValidationError(
                    self.env._(
                        "%(field)s: a link begins with https://.",
                        field=self._label("source_url"),
                    )
                )

    @api.constrains("category_id", "is_complaint")
    def _check_category_kind(self):
        for ticket in self.sudo():
            if ticket.category_id.is_complaint and not ticket.is_complaint:
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(category)s is a category of complaints.",
                        field=self._label("category_id"),
                        category=ticket.category_id.display_name,
                    )
                )

    @api.constrains("currency_id", "company_id", "is_complaint")
    def _check_currency(self):
        tickets = (
            self.sudo()
            .filtered("is_complaint")
            .filtered(
                lambda t: t.currency_id and t.currency_id != t.company_id.currency_id
            )
        )
        for company, cases in tickets.grouped("company_id").items():
            rated = (
                self.env["res.currency.rate"]
                .sudo()
                ._read_group(
                    [
                        ("currency_id", "in", cases.currency_id.ids),
                        ("company_id", "in", [False, company.root_id.id]),
                    ],
                    ["currency_id"],
                )
            )
            known = self.env["res.currency"].union(*(row[0] for row in rated))
            missing = cases.currency_id - known
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(field)s: there is no exchange rate for %(currency)s.",
                        field=self._label("currency_id"),
                        currency=missing[0].name,
                    )
                )

    def _check_open_for(self, what):
        """:raises ValidationError: when records of a closed case would change"""
        closed = self.sudo().filtered(lambda t: t.is_complaint and t.closed)
        if closed:
            raise ValidationError(
                self.env._(
                    "Case %(case)s is closed. Reopen it first to change its %(what)s.",
                    case=closed[0].number,
                    what=what,
                )
            )
