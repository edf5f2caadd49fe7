"""Everything that was between us and a customer, in one line of time."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.fields import Domain

from ..rules import timeline
from .res_users import GROUP

PAGE = 40
MOST_COUNTED = 999
# more contacts of one company than this are not put on one line
MOST_PEOPLE = 500


class TimelineSource(NamedTuple):
    """Where rows of the timeline come from.

    :param kind: one of ``_timeline_kinds``
    :param records: an empty recordset in the environment of the reader: the rights
        and rules of the model decide what is shown
    :param domain: which records are about these customers
    :param date: the field that places them in time, a day or a moment
    :param lines: a method of ``customer.timeline``; gets the records of a page,
        returns {record: {"title", "text", "state", "level", "who", "due"}}
    """

    kind: str
    records: models.BaseModel
    domain: list
    date: str
    lines: str = "_timeline_plain_lines"

    @property
    def key(self):
        return f"{self.kind}:{self.records._name}"


class CustomerTimeline(models.AbstractModel):
    """Reads a page at a time, from each source only what a page can hold.

    Nothing is copied together: a source is asked with the rights of who reads, so the
    timeline never shows what the reader could not open.
    """

    _name = "customer.timeline"
    _description = "Customer Timeline"

    @api.model
    @api.readonly
    def get_timeline(self, partner_id, options=None):
        """Return a page of the timeline of a customer and their contacts.

        :param dict options: ``kinds`` to show (none: all), ``place`` where the page
            before ended
        :return: ``lines``, ``place`` of the next page or False, and on the first page
            ``kinds`` with their numbers
        """
        partner = self._timeline_partner(partner_id)
        kinds, place = self._timeline_options(options or {})
        people = self._timeline_people(partner)
        sources = [
            source
            for source in self._timeline_sources(people)
            if self._may_read(source)
        ]
        chosen = [one for one in sources if not kinds or one.kind in kinds]
        rows = []
        for source in chosen:
            rows += self._timeline_rows(source, place)
        shown, more = timeline.page(rows, PAGE)
        result = {"lines": self._timeline_lines(shown, chosen), "place": False}
        if more:
            last = shown[-1]
            at = fields.Datetime.to_string(last["at"])
            result["place"] = [at, last["key"], last["id"]]
        if not place:
            result["kinds"] = self._timeline_counts(sources)
            result["name"] = partner.display_name
        return result

    # ------------------------------------------------------------------
    # what is asked
    # ------------------------------------------------------------------

    @api.model
    def _timeline_partner(self, partner_id):
        """:raises AccessError: for who does not work with this customer"""
        user = self.env.user
        groups = ("user", "auditor")
        if not self.env.su and not any(user.has_group(GROUP % one) for one in groups):
            raise AccessError(self.env._("Only who works with customers sees this."))
        partners = self.env["res.partner"]
        known = isinstance(partner_id, int) and 0 < partner_id < 2**31
        partner = partners.browse(partner_id if known else []).exists()
        if not partner:
            raise MissingError(self.env._("This customer does not exist any more."))
        partner.check_access("read")
        return partner

    @api.model
    def _timeline_options(self, options):
        """Return (kinds, place); a program may send anything."""
        try:
            kinds = {str(kind) for kind in options.get("kinds") or ()}
            place = options.get("place") or None
            if place:
                at, key, id_ = place
                at = fields.Datetime.to_datetime(at)
                if not at or not isinstance(key, str) or type(id_) is not int:
                    raise ValueError(place)
                place = timeline.Place(at, key, id_)
        except (AttributeError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("The timeline was asked for in a way it does not know.")
            ) from error
        return kinds, place

    @api.model
    def _timeline_people(self, partner):
        """Return the customer and the contacts that belong to them."""
        people = self.env["res.partner"].with_context(active_test=False)
        return people.search(
            [("id", "child_of", partner.id)], limit=MOST_PEOPLE, order="id"
        ) | people.browse(partner.id)

    # ------------------------------------------------------------------
    # reading
    # ------------------------------------------------------------------

    @api.model
    def _may_read(self, source):
        """Say whether the reader may read these records at all, and when they were."""
        records = source.records
        field = records._fields.get(source.date)
        return (
            field is not None
            and records.has_access("read")
            and records._has_field_access(field, "read")
        )

    @api.model
    def _timeline_rows(self, source, place):
        """Return at most a page of a source, and one more, as places in time."""
        field = source.date
        by_day = source.records._fields[field].type == "date"
        domain = Domain(source.domain) & Domain(field, "!=", False)
        if place:
            before, at_most = timeline.window(source.key, by_day, place)
            earlier = Domain(field, "<", before)
            if at_most is not None:
                same = Domain(field, "=", before)
                if at_most:
                    same &= Domain("id", "<", at_most)
                earlier |= same
            domain &= earlier
        found = source.records.with_context(active_test=False).search_fetch(
            domain, [field], limit=PAGE + 1, order=f"{field} desc, id desc"
        )
        return [
            {"at": timeline.moment(one[field]), "key": source.key, "id": one.id}
            for one in found
        ]

    @api.model
    def _timeline_lines(self, rows, sources):
        """Return the rows as the screen shows them; each source describes its own."""
        described = {}
        for source in sources:
            ids = [row["id"] for row in rows if row["key"] == source.key]
            if ids:
                records = source.records.browse(ids)
                described[source.key] = (source, getattr(self, source.lines)(records))
        result = []
        for row in rows:
            source, lines = described[row["key"]]
            record = source.records.browse(row["id"])
            by_day = record._fields[source.date].type == "date"
            at = fields.Datetime.to_string(row["at"])
            result.append(
                {
                    "text": "",
                    "state": "",
                    "level": "secondary",
                    "who": "",
                    "due": "",
                    **lines[record],
                    "key": f"{row['key']}:{row['id']}",
                    "kind": source.kind,
                    "model": record._name,
                    "id": record.id,
                    "at": at[:10] if by_day else at,
                }
            )
        return result

    @api.model
    def _timeline_counts(self, sources):
        """Return the kinds there is something of, with how many."""
        counts = {}
        for source in sources:
            domain = Domain(source.domain) & Domain(source.date, "!=", False)
            records = source.records.with_context(active_test=False)
            found = records.search_count(domain, limit=MOST_COUNTED + 1)
            counts[source.kind] = counts.get(source.kind, 0) + found
        return [
            {**kind, "count": min(counts[kind["key"]], MOST_COUNTED)}
            for kind in self._timeline_kinds()
            if counts.get(kind["key"])
        ]
