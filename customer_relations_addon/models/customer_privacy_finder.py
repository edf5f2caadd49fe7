"""Where a person is in the database: by links, addresses, numbers and mentions."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, email_normalize

from ..rules.privacy import LOCAL_DIGITS, Person

OURS = (
    "complaint.",
    "customer.",
    "retail.",
    "watch.",
    "jewellery.",
    "store.",
    "service.",
    "help.",
)
# A contact stands in a field of one of these names, whatever the model.
CONTACT_NAMES = frozenset(
    {
        "email",
        "email_normalized",
        "email_from",
        "email_cc",
        "email_to",
        "partner_email",
        "company_email",
        "phone",
        "mobile",
        "phone_sanitized",
        "partner_phone",
        "number_called",
        "sender",
        "recipient",
        "mail_email_address",
        "login",
        "invoice_source_email",
        "work_email",
        "private_email",
        "phone_number",
    }
)
# Neither of these says anything about a customer.
SKIPPED = frozenset(
    {
        "bus.bus",
        "complaint.decision",
        "complaint.manifest",
        "complaint.chain",
        "customer.access.log",
        "customer.erasure",
        "customer.privacy.export",
        "ir.attachment",
        "ir.logging",
        "ir.model",
        "ir.model.fields",
        "ir.module.module",
        "ir.ui.view",
        "mail.followers",
        "res.company",
        "res.device",
        "res.device.log",
    }
)
# Of the framework's own tables only these hold what people typed.
SETTINGS = frozenset({"ir.filters", "ir.default", "ir.config_parameter"})


class Found(NamedTuple):
    """What was found of one model.

    :param rows: records that are about the person
    :param hangs: records that hang on those
    :param mentions: records of others in which an address or a number stands
    """

    rows: frozenset = frozenset()
    hangs: frozenset = frozenset()
    mentions: frozenset = frozenset()

    @property
    def about(self):
        return self.rows | self.hangs

    @property
    def every(self):
        return self.rows | self.hangs | self.mentions


class CustomerPrivacyFinder(models.AbstractModel):
    """Looks through every table there is, those of other addons too."""

    _name = "customer.privacy.finder"
    _description = "Finder of Personal Data"

    # ------------------------------------------------------------------
    # the person
    # ------------------------------------------------------------------

    @api.model
    def _person(self, partners, emails=(), phones=(), names=()):
        """Return by what this person is found."""
        partners = partners.sudo().filtered(lambda one: not one.erased_at)
        return Person.of(
            [
                *filter(None, map(email_normalize, emails)),
                *filter(None, partners.mapped("email_normalized")),
            ],
            [*phones, *partners.mapped("phone"), *partners.mapped("phone_sanitized")],
            [*names, *partners.filtered(lambda one: not one.is_company).mapped("name")],
        )

    @api.model
    def _same_person(self, partners, emails):
        """Return all contacts with one of these addresses: no colleagues, no company.

        With them the addresses that belong to these contacts.
        """
        contacts = self.env["res.partner"].sudo().with_context(active_test=False)
        normal = set(filter(None, map(email_normalize, emails)))
        normal |= set(filter(None, partners.sudo().mapped("email_normalized")))
        found = partners.sudo() | (
            contacts.search([("email_normalized", "in", list(normal))])
            if normal
            else contacts
        )
        found |= contacts.search(
            [
                ("parent_id", "in", found.ids or [0]),
                ("type", "!=", "contact"),
            ]
        )
        return found - self._not_customers(found)

    @api.model
    def _not_customers(self, partners):
        """Return colleagues and companies of ours among these contacts."""
        users = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", partners.ids), ("share", "=", False)])
        )
        companies = self.env["res.company"].sudo().search([]).partner_id
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search([("work_contact_id", "in", partners.ids)])
        )
        colleagues = users.partner_id | companies | employees.work_contact_id
        return partners & colleagues.with_env(partners.env)

    # ------------------------------------------------------------------
    # the tables
    # ------------------------------------------------------------------

    @api.model
    def _tables(self):
        """Return the models with a table of their own, by name."""
        return [
            self.env[name].sudo()
            for name in sorted(self.env.registry)
            if self._has_table(self.env[name])
        ]

    @api.model
    def _has_table(self, model):
        return (
            model._auto
            and not model._abstract
            and not model._transient
            and model._name not in SKIPPED
            and (not model._name.startswith("ir.") or model._name in SETTINGS)
            and not model._table_query
        )

    @api.model
    def _text_fields(self, model):
        """Return the stored text fields of a model, by name."""
        return {
            name: field
            for name, field in model._fields.items()
            if field.store
            and field.column_type
            and field.type in ("char", "text", "html")
            and not field.inherited
        }

    @api.model
    def _partner_fields(self, model, comodel="res.partner"):
        """Return the stored links of a model to contacts."""
        return [
            field
            for name, field in model._fields.items()
            if field.store
            and field.comodel_name == comodel
            and not (model._name == "res.partner" and name != "id")
            and (field.type == "many2one" or (field.type == "many2many"))
        ]

    # ------------------------------------------------------------------
    # looking
    # ------------------------------------------------------------------

    @api.model
    def _find(self, partners, person):
        """Return {model name: Found} of a person.

        :param partners: the contacts that are this person
        :param person: see ``rules.privacy.Person``
        """
        self.env.flush_all()
        found = {"res.partner": Found(frozenset(partners.ids))}
        for model in self._tables():
            if model._name != "res.partner":
                hit = self._look(model, partners, person)
                if hit.every:
                    found[model._name] = hit
            elif person.key_pattern():
                others = self._look(model, partners, person)
                mentions = others.mentions | others.rows
                found["res.partner"] = found["res.partner"]._replace(
                    mentions=mentions - set(partners.ids)
                )
        self._add_hanging(found)
        self._add_decisions(found)
        return found

    @api.model
    def _add_decisions(self, found):
        """Add the comments of the decision log; the log itself nobody changes."""
        tickets = found.get("helpdesk.ticket", Found()).about
        if tickets:
            rows = self.env.execute_query(
                SQL(
                    "SELECT t.id FROM complaint_decision_text t "
                    "JOIN complaint_decision d ON d.id = t.decision_id "
                    "WHERE d.ticket_id IN %s",
                    tuple(tickets),
                )
            )
            known = found.get("complaint.decision.text", Found())
            ids = {id_ for (id_,) in rows}
            if ids:
                found["complaint.decision.text"] = known._replace(
                    hangs=known.hangs | ids, mentions=known.mentions - ids
                )

    @api.model
    def _look(self, model, partners, person):
        """Return what one table holds of a person."""
        texts = self._text_fields(model)
        linked = self._linked_ids(model, partners)
        pattern = person.key_pattern()
        if not pattern or not texts:
            return Found(frozenset(linked))
        contact = [name for name in texts if name in CONTACT_NAMES]
        every = SQL("concat_ws(E'\\n', %s)", SQL(", ").join(map(self._column, texts)))
        columns = [self._column(name) for name in contact]
        others = self._foreign_link(model, partners)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s, %s FROM %s WHERE (%s) AND %s ~* %s",
                others,
                SQL("concat_ws(E'\\n', %s)", SQL(", ").join(columns))
                if columns
                else SQL("NULL"),
                SQL.identifier(model._table),
                self._quick(every, person, model),
                every,
                pattern,
            )
        )
        keyed = {
            id_
            for id_, is_foreign, contacts in rows
            if not is_foreign and self._is_theirs(person, contacts)
        }
        about = frozenset(linked | keyed)
        return Found(about, mentions=frozenset(id_ for id_, *_x in rows) - about)

    @api.model
    def _quick(self, text, person, model):
        """Return a condition that every hit fulfils and that costs a fraction of it.

        Large tables have an index; the others are read through: a plain search first,
        the exact one for the rest.
        """
        if self._is_indexed(model):
            keys = [one[-LOCAL_DIGITS:] for one in person.phones]
            return SQL(" OR ").join(
                self._has_key(model, key) for key in sorted({*person.emails, *keys})
            )
        conditions = [
            SQL("%s ILIKE %s", text, f"%{self._literal(one)}%")
            for one in sorted(person.emails)
        ]
        conditions += [
            SQL(
                "translate(%s, E' \\t\\n-().+', '') LIKE %s",
                text,
                f"%{one[-LOCAL_DIGITS:]}%",
            )
            for one in sorted(person.phones)
        ]
        return SQL(" OR ").join(conditions)

    @api.model
    def _literal(self, text):
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    @api.model
    def _column(self, name):
        return SQL("%s::text", SQL.identifier(name))

    @api.model
    def _is_theirs(self, person, contacts):
        """Say whether contact data of a record without a contact mean this person.

        A number alone does, as long as no address of somebody else stands with it.
        """
        if not contacts:
            return False
        if person.has_email(contacts):
            return True
        return person.has_phone(contacts) and "@" not in contacts

    @api.model
    def _linked_ids(self, model, partners):
        """Return the ids of the records with a link to one of the contacts."""
        ids = set()
        if not partners:
            return ids
        for field in self._partner_fields(model):
            if field.type == "many2one":
                query = SQL(
                    "SELECT id FROM %s WHERE %s IN %s",
                    SQL.identifier(model._table),
                    SQL.identifier(field.name),
                    tuple(partners.ids),
                )
            else:
                query = SQL(
                    "SELECT %s FROM %s WHERE %s IN %s",
                    SQL.identifier(field.column1),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column2),
                    tuple(partners.ids),
                )
            ids |= {id_ for (id_,) in self.env.execute_query(query)}
        return ids

    @api.model
    def _foreign_link(self, model, partners):
        """Return SQL that is true where the customer of a record is somebody else."""
        field = model._fields.get("partner_id")
        if not field or not field.store or field.comodel_name != "res.partner":
            return SQL("FALSE")
        return SQL(
            "(partner_id IS NOT NULL AND partner_id NOT IN %s)",
            tuple(partners.ids) or (0,),
        )
