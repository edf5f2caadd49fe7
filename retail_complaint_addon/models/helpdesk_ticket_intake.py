from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, html2plaintext, is_html_empty, plaintext2html

from .helpdesk_ticket_people import SUPERVISOR

SEQUENCE = "complaint.case"
TITLE_LENGTH = 80
TARGETS = ("acknowledge_by", "next_notice_by", "resolve_by")


class HelpdeskTicket(models.Model):
    """Taking a complaint: everything a batch needs is prepared before it is stored."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._check_raw_values(vals_list)
        self._check_ticket_links(vals_list)
        complaints = [vals for vals in vals_list if self._is_complaint_vals(vals)]
        if complaints:
            self._check_no_stranger()
            self._check_raw_values(complaints, frozenset(self._fields))
            self = self._with_evidence()  # noqa: PLW0642
            self._prepare_complaints(complaints)
        tickets = super().create(vals_list)
        if complaints:
            tickets.filtered("is_complaint")._after_intake()
        return tickets

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Compute as superuser: helpdesk users may not read our fields.

        A plain ticket has nothing to compute: create() knows which it is.
        """
        ours = [
            name
            for name in self._complaint_fields()
            if self._fields[name].precompute and self._fields[name].store
        ]
        for vals in vals_list:
            if not vals.get("is_complaint"):
                for name in ours:
                    vals.setdefault(name, False)
        return super(HelpdeskTicket, self.sudo())._add_precomputed_values(vals_list)

    def copy(self, default=None):
        """Return a fresh case: number, dates and result start anew."""
        self.ensure_one()
        if default and not (
            isinstance(default, dict) and default.keys() <= self._fields.keys()
        ):
            raise ValidationError(self.env._("Values are given by field."))
        if not self.is_complaint:
            return super().copy(default)
        # upstream draws a ticket number for every copy, the case draws its own
        return super().copy({"number": "/", "user_id": False, **(default or {})})

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for ticket, vals in zip(self, vals_list, strict=True):
            if ticket.is_complaint:
                for name in self._protected_fields & vals.keys():
                    del vals[name]
        return vals_list

    # ------------------------------------------------------------------
    # before it is stored
    # ------------------------------------------------------------------

    @api.model
    def _given(self, vals, name):
        """Return a value as create() sees it: given, or a default of the context."""
        if name in vals:
            return vals[name]
        return self.env.context.get(f"default_{name}")

    @api.model
    def _given_record(self, vals, name):
        field = self._fields[name]
        id_ = field.convert_to_cache(self._given(vals, name) or None, self.browse())
        return self.env[field.comodel_name].sudo().browse(id_)

    @api.model
    def _is_complaint_vals(self, vals):
        if self._given_record(vals, "category_id").is_complaint:
            # the category decides; nobody registers a complaint as something else
            vals["is_complaint"] = True
        return bool(self._given(vals, "is_complaint"))

    @api.model
    def _prepare_complaints(self, vals_list):
        """Complete the values of new complaints, by queries per batch, not per row."""
        own_stores, stages, owners = {}, {}, {}
        by_company = {}
        for vals in vals_list:
            self._refuse_protected(vals)
            self._prepare_texts(vals)
            store, company = self._prepare_place(vals, own_stores)
            team = self._prepare_team(vals, store)
            self._prepare_owner(vals, company, store, team, owners)
            self._prepare_stage(vals, company, team, stages)
            self._prepare_related(vals)
            if vals.get("lot_id") and not vals.get("product_id"):
                vals["product_id"] = self._given_record(vals, "lot_id").product_id.id
            vals["received_at"] = fields.Datetime.to_datetime(
                vals.get("received_at") or fields.Datetime.now()
            )
            by_company.setdefault(company, []).append((vals, store))
        for company, rows in by_company.items():
            numbers = self._next_case_numbers(company, len(rows))
            for (vals, _store), number in zip(rows, numbers, strict=True):
                vals["number"] = number
            self._intake_dates([(vals, store, company) for vals, store in rows])

    @api.model
    def _refuse_protected(self, vals):
        """Drop what no client chooses; refuse an attempt to choose it."""
        vals.pop("number", None)
        if self._is_trusted():
            return
        given = {name for name in self._protected_fields if self._given(vals, name)}
        if vals.get("round") == 1:
            given.discard("round")
        self._check_protected(given)
        for name in self._protected_fields:
            vals.pop(name, None)
        if not self._may_set_targets() and any(vals.get(name) for name in TARGETS):
            raise AccessError(self._targets_message())

    def _may_set_targets(self):
        return self.env.su or self._is_trusted() or self.env.user.has_group(SUPERVISOR)

    def _targets_message(self):
        return self.env._(
            "%(fields)s are moved by supervisors only.",
            fields=", ".join(self._label(name) for name in TARGETS),
        )

    @api.model
    def _title_of(self, line):
        """Return a line short enough for a title; customers read it, no word is cut."""
        if len(line) <= TITLE_LENGTH:
            return line
        kept = line[: TITLE_LENGTH - 1]
        head, space, cut = kept.rpartition(" ")
        if space and line[TITLE_LENGTH - 1].isalnum() and len(cut) < TITLE_LENGTH / 2:
            kept = head
        return f"{kept.rstrip(' ,;:.，；：。、')}…"

    @api.model
    def _prepare_texts(self, vals):
        """Title and description stand in for each other; one of them is needed."""
        name = (self._given(vals, "name") or "").strip()
        description = self._given(vals, "description") or ""
        if is_html_empty(description):
            description = ""
        if not name and not description:
            raise ValidationError(
                self.env._(
                    "%(field)s: write down what happened.",
                    field=self._label("description"),
                )
            )
        if not name:
            lines = html2plaintext(description).strip().splitlines() or [""]
            name = self._title_of(lines[0]) or self.env._("Complaint")
        vals["name"] = name
        vals["description"] = description or plaintext2html(name)

    @api.model
    def _prepare_place(self, vals, own_stores):
        company = self._given_record(vals, "company_id")
        store = self._given_record(vals, "store_id")
        company = company or store.company_id or self.env.company.sudo()
        if not store and "store_id" not in vals:
            if company not in own_stores:
                own_stores[company] = self._own_store(company)
            store = own_stores[company]
        vals["company_id"] = company.id
        vals["store_id"] = store.id
        return store, company

    @api.model
    def _prepare_team(self, vals, store):
        team = self._given_record(vals, "team_id")
        if not team:
            category = self._given_record(vals, "category_id")
            handling = self._given(vals, "handling") or category.default_handling
            company = self._given_record(vals, "company_id")
            team = self._pick_team(category, store, handling, company)
        if team:
            company_id = team.company_id.id
            if company_id and company_id != vals["company_id"]:
                # upstream would move the case to the company of the team
                raise self._other_company_error("team_id", team)
        vals["team_id"] = team.id
        return team

    @api.model
    def _prepare_owner(self, vals, company, store, team, owners):
        if self._given(vals, "user_id"):
            return
        involved = self._involved_users_of(self._given(vals, "staff_ids"))
        if self.env.user in involved and not self.env.su:
            raise ValidationError(
                self.env._(
                    "%(field)s: you are named in this complaint. Ask a colleague to "
                    "register it.",
                    field=self._label("staff_ids"),
                )
            )
        key = (company, store, team, involved)
        if key not in owners:
            creator = self.env.user.sudo()
            if self._may_own(creator, company, involved):
                owners[key] = creator
            else:
                owners[key] = self._fallback_owner(company, store, team, involved)
        vals["user_id"] = owners[key].id

    @api.model
    def _prepare_stage(self, vals, company, team, stages):
        stage = self._given_record(vals, "stage_id")
        if stage:
            if stage.closed:
                raise ValidationError(
                    self.env._(
                        "%(field)s: a complaint starts open and is closed with its "
                        "result.",
                        field=self._label("stage_id"),
                    )
                )
            return
        key = (company, team)
        if key not in stages:
            stages[key] = self._open_stages(company, team)[:1]
        vals["stage_id"] = stages[key].id

    @api.model
    def _prepare_related(self, vals):
        """Store with the case what upstream would compute and write after it."""
        partner = self._given_record(vals, "partner_id")
        vals["commercial_partner_id"] = partner.commercial_partner_id.id
        vals["unattended"] = self._given_record(vals, "stage_id").unattended
        if not vals.get("solution_ids"):
            vals["settled_amount"] = 0.0
        currency = self._given_record(vals, "currency_id")
        company = self._given_record(vals, "company_id")
        vals["currency_id"] = (currency or company.currency_id).id
        if "claimed_amount" in vals:
            # after its currency, which would be read from the database otherwise
            vals["claimed_amount"] = vals.pop("claimed_amount")

    # ------------------------------------------------------------------
    # number
    # ------------------------------------------------------------------

    @api.model
    def _next_case_numbers(self, company, count):
        """Draw the numbers of a batch: the company's own sequence or the shared one."""
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search_fetch(
                [("code", "=", SEQUENCE), ("company_id", "in", [company.id, False])],
                order="company_id",
                limit=1,
            )
        )
        if not sequence:
            raise ValidationError(
                self.env._(
                    "There is no sequence with the code %(code)s to number complaints.",
                    code=SEQUENCE,
                )
            )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _index in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in rows]

    # ------------------------------------------------------------------
    # after it is stored
    # ------------------------------------------------------------------

    def _after_intake(self):
        self.sudo()._create_steps()
        if not self.env.su:
            # mail and other machines are never refused for a missing fact
            self._check_facts("intake")

    def _create_steps(self):
        """Create the steps that the categories ask for and the cases do not have."""
        requests, rows = [], []
        for ticket in self:
            known = ticket.step_ids.template_id
            for template in ticket.category_id._procedure(ticket.company_id) - known:
                request = (
                    self._complaint_calendar(ticket.store_id, ticket.company_id),
                    ticket.received_at,
                    template.delay_days,
                )
                requests.append(request)
                rows.append((ticket, template, request))
        if not rows:
            return
        due = self._due_after_batch(requests)
        self.env["complaint.step"].sudo()._trusted().create(
            [
                template._step_vals(ticket, due[request])
                for ticket, template, request in rows
            ]
        )

    # ------------------------------------------------------------------
    # a ticket becomes a complaint
    # ------------------------------------------------------------------

    def action_make_complaint(self):
        """Turn tickets into complaints."""
        self.check_access("write")
        self.filtered(lambda ticket: not ticket.is_complaint).write(
            {"is_complaint": True}
        )
        return True

    def _becomes_complaint(self, vals):
        """Return the tickets that a write turns into complaints."""
        by_category = (
            vals.get("category_id")
            and self._given_record(vals, "category_id").is_complaint
        )
        if not vals.get("is_complaint") and not by_category:
            return self.browse()
        plain = self.sudo().filtered(lambda ticket: not ticket.is_complaint)
        return plain.with_env(self.env)

    def _prepare_conversion(self):
        """Give tickets a case number before they enter its unique index."""
        for company, tickets in self.sudo().grouped("company_id").items():
            closed = tickets.filtered("stage_id.closed")
            if closed:
                raise ValidationError(
                    self.env._(
                        "Ticket %(number)s is closed. Reopen it before it becomes a "
                        "complaint.",
                        number=closed[0].number,
                    )
                )
            numbers = self._next_case_numbers(company, len(tickets))
            for ticket, number in zip(tickets, numbers, strict=True):
                old = ticket.number
                values = {"number": number}
                if not ticket.external_ref:
                    values["external_ref"] = old
                ticket._trusted().write(values)
                ticket._message_log(
                    body=self.env._(
                        "Ticket %(old)s became complaint %(new)s.", old=old, new=number
                    )
                )

    def _finish_conversion(self):
        """Dates, targets, owner and steps of tickets that have become complaints."""
        for ticket in self.sudo():
            owner = ticket._find_owner()
            if owner and owner != ticket.user_id:
                ticket._trusted().write({"user_id": owner.id})
            ticket._restart_targets(ticket.received_at or fields.Datetime.now())
        self.sudo()._create_steps()
