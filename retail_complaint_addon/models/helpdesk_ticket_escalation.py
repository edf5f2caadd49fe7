from collections import defaultdict

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..rules import escalation
from .complaint_escalation import LEVELS
from .complaint_recipients import Recipients
from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_clock import Calendars
from .mail_activity import CHECKED_KEY
from .reminder_words import ReminderWords
from .trust import TRUSTED

TODO = "retail_complaint_addon.mail_activity_type_target_missed"
REMINDER_KEY = "complaint_reminder"
CRITICAL_TODO = "retail_complaint_addon.mail_activity_type_critical"


class HelpdeskTicket(models.Model):
    """Missed targets: the owner is reminded, then the supervisor, then the manager."""

    _inherit = "helpdesk.ticket"

    escalate_at = fields.Datetime(
        string="Next Reminder",
        compute="_compute_next_due_at",
        store=True,
        precompute=True,
        groups=READERS,
        help="When the clock looks at this case again.",
    )
    escalation_level = fields.Selection(
        selection=LEVELS,
        string="Reminded",
        compute="_compute_next_due_at",
        store=True,
        precompute=True,
        groups=READERS,
        help="Up to whom a missed target of this case has gone.",
    )
    escalation_ids = fields.One2many(
        comodel_name="complaint.escalation",
        inverse_name="ticket_id",
        string="Missed Targets",
        copy=False,
        readonly=True,
        groups=READERS,
    )

    # what the clock looks for: small, however many cases there are
    _complaint_escalate_idx = models.Index(
        "(escalate_at, id) WHERE escalate_at IS NOT NULL"
    )
    _complaint_escalation_level_idx = models.Index(
        "(escalation_level) WHERE escalation_level IS NOT NULL"
    )
    _complaint_paused_idx = models.Index(
        "(clock_paused_at) WHERE clock_paused_at IS NOT NULL"
    )
    _complaint_owner_due_idx = models.Index(
        "(user_id, next_due_at) WHERE is_complaint IS TRUE AND resolved_at IS NULL"
    )

    @api.depends(lambda self: self._clock_depends())
    def _compute_next_due_at(self):
        """Whatever moves a target, the clock looks at the case when it is due."""
        result = super()._compute_next_due_at()
        for ticket in self:
            ticket.escalate_at = ticket.next_due_at
            ticket.escalation_level = False
        return result

    # ------------------------------------------------------------------
    # one batch of the clock
    # ------------------------------------------------------------------

    def _escalate_batch(self):
        """Send the reminders that are due, note them, and say when to look again.

        All of it is one transaction; the unique rows make sure that it happens once.
        """
        now = fields.Datetime.now()
        calendars = Calendars()
        tickets = self.sudo()
        rows = tickets._escalations()
        tickets._read_for_escalation()
        plan, told, marks = [], defaultdict(list), []
        for ticket in tickets:
            done = {}
            for row in rows.get(ticket, ()):
                done[row.kind, row.due_at, row.level] = row
                told[ticket, row.kind, row.due_at] += row.user_ids
            dates = ticket._clock_due_dates()
            steps = escalation.steps(
                dates, ticket._escalation_hours(), calendars[ticket._clock_calendar()]
            )
            due, later = escalation.split(steps, done, now)
            plan += [(ticket, step) for step in due]
            levels = {level for kind, at, level in done if dates.get(kind) == at}
            levels |= {step.level for step in due}
            marks.append((ticket.id, later, escalation.highest(levels)))
        tickets._mark_looked_at(marks)
        tickets._remind(plan, told)

    def _read_for_escalation(self):
        """Read what the clock looks at, and no more of wide tables."""
        names = [*self._clock_depends(), "number", "name"]
        names += ["store_id", "company_id", "user_id"]
        self.fetch([name for name in names if "." not in name])
        self.store_id.fetch(["resource_calendar_id"])
        self.company_id.fetch(
            [
                "resource_calendar_id",
                "complaint_supervisor_hours",
                "complaint_manager_hours",
            ]
        )

    def _mark_looked_at(self, marks):
        """Write when to look at each case again, in one statement.

        Nothing is computed, tracked or told of these two fields.

        :param marks: [(id, when or None, highest level told or None)]
        """
        names = ("escalate_at", "escalation_level")
        self.flush_recordset()
        ids, *values = map(list, zip(*marks, strict=True))
        query = SQL(
            """
            UPDATE helpdesk_ticket ticket
               SET escalate_at = mark.later, escalation_level = mark.level,
                   write_date = now() AT TIME ZONE 'UTC', write_uid = %s
              FROM unnest(%s::integer[], %s::timestamp[], %s::varchar[])
                   AS mark (id, later, level)
             WHERE ticket.id = mark.id
            """,
            self.env.uid,
            ids,
            *values,
        )
        self.env.cr.execute(query)
        self.invalidate_recordset([*names, "write_date", "write_uid"], flush=False)
        # the clock asks at once what is still due
        for name, written in zip(names, values, strict=True):
            self._fields[name]._insert_cache(self.browse(ids), written)

    def _escalations(self):
        """Return {ticket: rows} of what was told about the cases."""
        rows = (
            self.env["complaint.escalation"]
            .sudo()
            .search([("ticket_id", "in", self.ids)])
        )
        return rows.grouped("ticket_id")

    def _escalation_hours(self):
        """Return {level: working hours after the due time}."""
        company = self.company_id
        return {
            escalation.SUPERVISOR: company.complaint_supervisor_hours,
            escalation.MANAGER: company.complaint_manager_hours,
        }

    def _remind(self, plan, told, todo=TODO):
        """Give everybody concerned a to-do, and write down who was told what.

        :param plan: [(ticket, step)]
        :param told: {(ticket, kind, due): users who know already}
        """
        recipients, words = Recipients(self.sudo()), ReminderWords(self.sudo())
        vals_list, messages = [], defaultdict(list)
        reminders = []
        for ticket, step in plan:
            breach = (ticket, step.kind, step.due)
            users = recipients.of(ticket, step.level, told[breach])
            told[breach] += users
            vals_list.append(ticket._escalation_vals(step, users))
            for user in users:
                reminders.append((ticket, step, user))
                text = words.summary(step.kind, user)
                messages[user].append(f"{ticket.number} · {text}")
        todos = iter(self._create_reminders(reminders, todo, words).ids)
        for vals in vals_list:
            [(_set, _zero, user_ids)] = vals["user_ids"]
            # one to-do each, in the same order
            mine = [next(todos) for _user in user_ids]
            vals["activity_ids"] = [(6, 0, mine)]
        self.env["complaint.escalation"].sudo()._trusted().create(vals_list)
        for user, texts in messages.items():
            self._ring(user, texts)

    def _escalation_vals(self, step, users):
        return {
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "store_id": self.store_id.id,
            "owner_id": self.user_id.id,
            "kind": step.kind,
            "due_at": step.due,
            "level": step.level,
            "told_at": fields.Datetime.now(),
            "user_ids": [(6, 0, users.ids)],
        }

    def _create_reminders(self, reminders, todo, words):
        """Create the to-dos of a batch; nobody follows a case for a reminder.

        :param reminders: [(ticket, step, user)], of those ``Recipients`` found
        :param ReminderWords words: what they say
        """
        activity_type = self.env.ref(todo, raise_if_not_found=False)
        model_id = self.env["ir.model"]._get_id("helpdesk.ticket")
        robot = self._untrusted().env["mail.activity"].with_user(SUPERUSER_ID)
        robot = robot.with_context(
            **{
                REMINDER_KEY: TRUSTED,
                CHECKED_KEY: TRUSTED,
                # no mail for each of them: the to-dos, the bell and the bus
                "mail_activity_quick_update": True,
            }
        )
        return robot.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": ticket.id,
                    "activity_type_id": activity_type and activity_type.id,
                    "user_id": user.id,
                    "automated": True,
                    "date_deadline": words.today(user),
                    **ticket._reminder_vals(step, user, words),
                }
                for ticket, step, user in reminders
            ]
        )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A reminder makes nobody a follower who gets every mail from then on."""
        if self.env.context.get(REMINDER_KEY) is TRUSTED:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    # ------------------------------------------------------------------
    # words
    # ------------------------------------------------------------------

    def _reminder_vals(self, step, user, words):
        """Return summary and note of a to-do in the language of who reads it."""
        vals = {"summary": words.summary(step.kind, user)}
        if step.kind == "critical":
            return vals
        env = words.model(user).env
        note = env._(
            "Case %(case)s, owner %(owner)s: due %(due)s.",
            case=self.number,
            owner=self.user_id.name or "–",
            due=words.moment(step.due, user),
        )
        return {**vals, "note": Markup("<p>%s</p>") % note}

    def _missed_text(self, kind):
        """Return what is overdue, in the language of the context."""
        texts = {
            "acknowledge": self.env._("Overdue: acknowledge the complaint"),
            "notice": self.env._("Overdue: tell the customer how it stands"),
            "resolve": self.env._("Overdue: resolve the complaint"),
            "wait": self.env._("The customer does not answer: ask again or decide"),
            "outside": self.env._("Overdue: answer the outside body"),
        }
        return texts.get(kind) or self.env._("Overdue")

    def _critical_text(self):
        return self.env._("Critical complaint: look at it now")

    @api.model
    def _ring(self, user, texts):
        """Show it to those who are signed in."""
        env = self.with_context(lang=user.lang).env
        more = len(texts) - 3
        lines = texts[:3]
        if more > 0:
            lines.append(env._("… and %(count)s more", count=more))
        user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": env._("Complaints"),
                "message": "\n".join(lines),
                "sticky": False,
            },
        )

    # ------------------------------------------------------------------
    # critical cases
    # ------------------------------------------------------------------

    def _alert_critical(self):
        """Tell the managers at once, once per round.

        Called at intake and when a case becomes critical; other parts add a mail.
        :return: the cases that were new to the managers
        """
        tickets = self.sudo().filtered(
            lambda ticket: ticket._clock_runs() and ticket.severity == "critical"
        )
        if not tickets:
            return tickets
        rows = tickets._escalations()
        new = tickets.filtered(
            lambda ticket: (
                not any(
                    row.kind == "critical" and row.due_at == ticket._critical_since()
                    for row in rows.get(ticket, ())
                )
            )
        )
        plan = []
        for ticket in new:
            since = ticket._critical_since()
            step = escalation.Step("critical", since, escalation.MANAGER, since)
            plan.append((ticket, step))
        new._remind(plan, defaultdict(list), CRITICAL_TODO)
        return new

    def _critical_since(self):
        return self.clock_start_at or self.received_at

    def _after_intake(self):
        result = super()._after_intake()
        if any(ticket.severity == "critical" for ticket in self.sudo()):
            self._alert_critical()
        return result

    def _finish_conversion(self):
        result = super()._finish_conversion()
        self._alert_critical()
        return result

    def _follow_basis(self, before, vals):
        result = super()._follow_basis(before, vals)
        if "severity" in vals:
            self._alert_critical()
        return result

    # ------------------------------------------------------------------
    # what is done needs no reminder
    # ------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        # a target may be met, or have moved
        if not set(self._clock_depends()).isdisjoint(vals):
            self.sudo().filtered("is_complaint")._drop_reminders()
        return result

    def _drop_reminders(self):
        """Take away the to-dos about targets that are met or have moved."""
        rows = (
            self.env["complaint.escalation"]
            .sudo()
            .search([("ticket_id", "in", self.ids), ("activity_ids", "!=", False)])
        )
        for ticket, mine in rows.grouped("ticket_id").items():
            dates = ticket._clock_due_dates()
            gone = mine.filtered(
                lambda row, ticket=ticket, dates=dates: (
                    ticket.resolved_at
                    if row.kind == "critical"
                    else dates.get(row.kind) != row.due_at
                )
            )
            gone.activity_ids.unlink()
