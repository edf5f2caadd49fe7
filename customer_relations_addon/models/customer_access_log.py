"""Who opened what is sensitive, and when."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_fact import PRIVATE

KINDS = [
    ("read", "Sensitive fact opened"),
    ("vain", "Sensitive facts searched, none found"),
    ("made", "Export made"),
    ("export", "Export opened"),
    ("preview", "Erasure previewed"),
    ("erased", "Person erased"),
    ("rejected", "Erasure not agreed to"),
]
# What of a fact says something about the customer.
TELLING = frozenset({"value", "date", "next_date", "source", "key", "display_name"})


class CustomerAccessLog(models.Model):
    """Append only; written below every way of reading, so no client steps around it."""

    _name = "customer.access.log"
    _description = "Access to Sensitive Data"
    _inherit = ["complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, index=True
    )
    at = fields.Datetime(string="When", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, string="What", required=True, readonly=True)
    model = fields.Char(string="Record Type", required=True, readonly=True)
    res_id = fields.Integer(string="Record", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)

    _record_idx = models.Index("(model, res_id)")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is written by the system only."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is append-only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The access log is append-only."))

    @api.model
    def _write_down(self, records, kind="read"):
        """Log once per transaction that the user opened these records.

        By SQL at once, not at the end: a reading transaction becomes a writing one
        while it can still be run again.
        """
        seen = self.env.cr.cache.setdefault("customer_access_log", set())
        new = [
            record
            for record in records
            if (self.env.uid, kind, record._name, record.id) not in seen
        ]
        if not new:
            return
        rows = []
        for record in new:
            sudo = record.sudo()
            about = sudo.request_id if "request_id" in sudo._fields else sudo
            rows.append(
                self._row(kind, record, about.partner_id, about.company_id),
            )
        self._insert(rows)
        seen.update((self.env.uid, kind, record._name, record.id) for record in new)

    @api.model
    def _write_down_vain(self, model):
        """Log that somebody searched what is sensitive and found nothing."""
        nobody = self.env["res.partner"]
        self._insert([self._row("vain", model.browse(), nobody, self.env.company)])

    @api.model
    def _row(self, kind, record, partner, company):
        return SQL(
            "(%s, NOW() AT TIME ZONE 'UTC', %s, %s, %s, %s, %s)",
            self.env.uid,
            kind,
            record._name,
            record.id or 0,
            partner.id or None,
            company.id or self.env.company.id,
        )

    @api.model
    def _insert(self, rows):
        self.env.cr.execute(
            SQL(
                "INSERT INTO customer_access_log "
                "(user_id, at, kind, model, res_id, partner_id, company_id) VALUES %s",
                SQL(", ").join(rows),
            )
        )


class CustomerFact(models.Model):
    """Each opening of a sensitive fact is logged, however it is read."""

    _inherit = "customer.fact"

    def _log_opened(self, names=None):
        """Log those of these facts that are sensitive."""
        if self.env.su or (names is not None and not TELLING & set(names)):
            return
        sensitive = self.sudo().filtered("sensitive")
        if sensitive:
            self.env["customer.access.log"]._write_down(sensitive.with_env(self.env))

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        """Whoever guesses a value learns it by what is found, or by its place."""
        if not self.env.su and self._asks_what(domain, order):
            sensitive = Domain(domain) & Domain("sensitive", "=", True)
            self._log_searched(super()._search(sensitive, **options))
        return super()._search(domain, offset, limit, order, **options)

    @api.model
    def _asks_what(self, domain, order):
        """Say whether a search or its order depends on what stands in the facts."""
        names = {one.field_expr for one in Domain(domain).iter_conditions()}
        names |= {one.split()[0] for one in (order or "").split(",") if one.strip()}
        return bool(TELLING & {name.split(".")[0].split(":")[0] for name in names})

    @api.model
    def _log_searched(self, query):
        """Log which sensitive facts a search finds, and that it finds none."""
        found = self.browse(query)
        if found:
            found._log_opened()
        elif self.env.user.has_group(PRIVATE):
            self.env["customer.access.log"]._write_down_vain(self)

    def _fetch_query(self, query, fields):
        """Every value a user sees that was not in memory yet comes through here."""
        records = super()._fetch_query(query, fields)
        records._log_opened(field.name for field in fields)
        return records

    def _read_format(self, fnames, load="_classic_read"):
        """What superuser code brought into memory before is logged here."""
        self._log_opened(fnames)
        return super()._read_format(fnames, load)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        self._log_opened()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """Values as headings of groups are read, too."""
        asked = [one.field_expr for one in Domain(having or []).iter_conditions()]
        self._log_grouped(domain, groupby, [*aggregates, *asked])
        return super()._read_group(
            domain,
            groupby,
            aggregates,
            having=having,
            offset=offset,
            limit=limit,
            order=order,
        )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        groupby = [one for names in grouping_sets for one in names]
        self._log_grouped(domain, groupby, aggregates)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @api.model
    def _log_grouped(self, domain, groupby, aggregates):
        words = {str(one).replace(":", ".").split(".")[0] for one in groupby}
        words |= {str(one).split(":")[0] for one in aggregates}
        if TELLING & words and not self.env.su:
            sensitive = Domain(domain) & Domain("sensitive", "=", True)
            self.search(sensitive)._log_opened()
