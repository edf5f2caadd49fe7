"""One complaint of the demo, from the counter to the survey.

Every method is one action of one person at the present moment of the desk, through the
same methods and with the same rights as in the browser.
"""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.fields import Command

from . import moments, texts
from .desk import QUIET

# store: who takes the case, who looks after the shop, opening hours
PLACES = {
    "tst": ("clerk", "supervisor", "shop"),
    "cwb": ("clerk2", "supervisor2", "shop"),
    "mk": ("clerk_mk", "supervisor_mk", "shop"),
    "web": ("eshop", "manager", "online"),
    "ws": ("manager", "manager", "office"),
    "office": ("manager", "director", "office"),
    "macau": ("clerk_macau", "director", "shop"),
}


class Case:
    """:param key: what makes the chances of this case its own"""

    def __init__(self, desk, key, store="tst", by=None, start=None):
        self.desk = desk
        self.rng = desk.random(key)
        self.store = store
        clerk, self.chief, self.place = PLACES[store]
        self.clerk = by or clerk
        self.company = "macau" if store == "macau" else "main"
        self.start = start
        self.lang = "en"
        self.ticket = None
        self.packages = []
        # of ordinary cases one in four, which is enough to see how it looks
        ordinary = isinstance(key, tuple) and key[0] == "case"
        self.told = not ordinary or key[-1] % 4 == 0

    # Time

    def later(self, days=0, hours=0, office=False):
        """Return a moment later than now, in opening hours."""
        place = "office" if office else self.place
        return moments.later(self.desk.now, place, self.rng, days, hours)

    def soon(self, least, most, office=False):
        """Return a moment some hours later, in opening hours."""
        return self.later(hours=self.rng.uniform(least, most), office=office)

    # Words

    def say(self, occasion, **slots):
        """Return a phrase for the occasion in the language of the case."""
        lang = "en" if self.lang == "en" else "zh"
        known = texts.phrases()
        lines = known.get((occasion, lang)) or known[occasion, "en"]
        return self.rng.choice(lines).format(n=self.rng.randrange(1000, 9999), **slots)

    # People

    def as_(self, login=None):
        """Return the complaint as somebody sees it."""
        return self.ticket.with_env(self._env(login))

    def _env(self, login=None):
        return self.desk.as_user(login or self.clerk, self.company)

    def _package(self, package, login=None):
        return package.with_env(self._env(login))

    # Intake

    def take(self, category, title, body, **told):
        """Register what a customer says.

        :param told: customer, product, lot, paid, claimed, currency, wants, channel,
            bought (days ago), happened (days ago), place, mood, staff, tags, answers,
            lang, and any field of the complaint
        """
        self.lang = told.pop("lang", "en")
        ref = self.desk.ref
        values = {
            "name": title,
            "description": Markup("<p>%s</p>") % body,
            "category_id": ref(f"category_{category}").id,
            "store_id": ref(f"store_{self.store}_demo").id,
            "channel_id": ref(f"channel_{told.pop('channel', 'counter')}").id,
            "customer_mood": told.pop("mood", "calm"),
            "remedy_sought": told.pop("wants", False),
            **self._customer_values(told),
            **self._purchase_values(told),
        }
        for name, key, model in (
            ("staff_ids", "staff", "employee"),
            ("tag_ids", "tags", "tag"),
        ):
            records = [ref(f"{model}_{one}_demo").id for one in told.pop(key, ())]
            values[name] = [Command.set(records)]
        values["fact_answer_ids"] = [
            Command.create({"fact_id": ref(f"fact_{fact}").id, "answer": answer})
            for fact, answer in told.pop("answers", {}).items()
        ]
        values.update(told)
        env = self._env()
        self.ticket = env["helpdesk.ticket"].create(values)
        return self

    def _customer_values(self, told):
        partner = self.desk.ref(f"{told.pop('customer')}_demo").sudo()
        values = {
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "partner_phone": partner.phone,
        }
        if behalf := told.pop("behalf", None):
            values["on_behalf_of_id"] = self.desk.ref(f"{behalf}_demo").id
        return values

    def _purchase_values(self, told):
        ref = self.desk.ref
        values = {}
        product = told.pop("product", None)
        paid = told.pop("paid", 0)
        lot = told.pop("lot", None)
        if product:
            values["product_id"] = ref(f"product_{product}_demo").id
        if lot and self.company == "main":
            values["lot_id"] = ref(f"lot_{product}_{lot}_demo").id
        elif lot:
            values["external_ref"] = f"MAC-{product[:3].upper()}-{5000 + lot}"
        if (bought := told.pop("bought", None)) is not None:
            values["purchase_date"] = self.desk.date(-bought)
            code = ref(f"store_{self.store}_demo").code
            number = self.rng.randrange(10000, 99999)
            values["purchase_ref"] = f"{code}-{number}"
        if (happened := told.pop("happened", None)) is not None:
            values["incident_at"] = self.desk.now - timedelta(days=happened, hours=1)
        claimed = told.pop("claimed", paid)
        if claimed:
            values["claimed_amount"] = claimed
        if currency := told.pop("currency", None):
            values["currency_id"] = ref(f"base.{currency}").id
        return values

    # Work

    def acknowledge(self, by=None):
        self.as_(by).action_acknowledge()
        self.tell("acknowledged", by)

    def change(self, by=None, **values):
        self.as_(by).write(values)

    def stage(self, name, by=None):
        stage = self.desk.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
        self.change(by, stage_id=stage.id)

    def steps(self, count=None, by=None, words=None):
        """Do the next steps of the procedure, or all of them."""
        todo = self.as_(by).step_ids.filtered(lambda step: step.state == "todo")
        for step in todo[:count]:
            step.action_done(words or self.say("step"))

    def note(self, body, by=None):
        self.as_(by).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_note"
        )

    def next_notice(self, days, by=None):
        """A supervisor tells the customer when they hear from us again."""
        self.tell("progress", by or self.chief, self._told_words())
        self.change(
            by or self.chief,
            next_notice_by=fields.Datetime.now() + timedelta(days=days),
        )

    # Notices

    def tell(self, kind, by=None, words=None):
        """Tell the customer: by mail, or by phone with these words."""
        if not self.told:
            return
        ticket = self.as_(by)
        if words or not ticket.sudo()._notice_email():
            words = words or self._told_words()
            ticket._record_notice(kind, "phone", None, words)
        else:
            ticket._send_notice(kind)

    def _told_words(self):
        """Return what is said on the phone, without drawing from the chances."""
        lines = texts.phrases()["told", "en"]
        return lines[self.ticket.id % len(lines)]

    def reply_publicly(
        self, words, approve=None, link=None, by=None, ask=True, post=True
    ):
        """Write what everybody may read; post it when somebody has approved."""
        ticket = self.as_(by)
        reply = ticket._draft_public_reply(words, subject="Reply to the review")
        if ask:
            reply.action_ask_approval()
        if approve:
            reply.with_env(self._env(approve)).action_approve()
            if post:
                reply.action_post(link)

    # Settlement

    def propose(self, *measures, reason=None, by=None, currency=None):
        """Draft a package.

        :param measures: ``"apology"`` or ``("refund", amount, "description")``, with
            the key of the article that is handed over as a fourth
        """
        values = {
            "ticket_id": self.ticket.id,
            "reason": reason or self.say("reason"),
            "line_ids": [Command.create(self._measure(one)) for one in measures],
        }
        if currency:
            values["currency_id"] = self.desk.ref(f"base.{currency}").id
        package = self._env(by)["complaint.solution"].create(values)
        self.packages.append(package)
        return package

    def _measure(self, measure):
        if isinstance(measure, str):
            return {"type_id": self.desk.ref(f"solution_type_{measure}").id}
        kind, amount, name, article = (*measure, None, None)[:4]
        values = {
            "type_id": self.desk.ref(f"solution_type_{kind}").id,
            "name": name,
            "amount": amount,
            "customer_value": amount,
        }
        if kind in ("repair", "inspection", "voucher", "goodwill", "repair_reduced"):
            values["cost"] = round(amount * 0.6)
        if kind in ("refund", "compensation", "price_reduction"):
            values["cost"] = amount
        if article:
            product = self.desk.ref(f"product_{article}_demo")
            values["product_id"] = product.id
            values["cost"] = product.sudo().standard_price
        return values

    def submit(self, package, by=None):
        """Return whether it was within the limit."""
        package = self._package(package, by)
        package.action_submit()
        return package.state == "approved"

    def approve(self, package, comment=None):
        """Everybody who is asked approves; return whether it is approved."""
        while pending := self._pending(package):
            login = self._decider(pending[0])
            if not login:
                return False
            comment = comment or self.say("approve")
            self._package(package, login).action_approve(comment)
        return True

    def reject(self, package, comment=None):
        """The first who is asked rejects; return whether somebody could."""
        login = self._decider(self._pending(package)[:1])
        if login:
            self._package(package, login).action_reject(comment or self.say("reject"))
        return bool(login)

    def _pending(self, package):
        approvals = package.sudo().approval_ids
        return approvals.filtered(lambda approval: approval.state == "pending")

    def _decider(self, approval):
        """Return who decides, after the scheduled action has passed on and reminded."""
        robot = self.desk.env(context={**QUIET, "tz": "Asia/Hong_Kong"})
        approval.with_env(robot)._follow_up()
        logins = approval.decider_ids.sorted("id").mapped("login")
        able = [
            login for login in logins if approval.with_env(self._env(login)).can_decide
        ]
        return self.rng.choice(able) if able else None

    def offer(self, package, by=None):
        self._package(package, by).action_offer()
        self.tell("offer", by)

    def accept(self, package, words=None, due=None, executor=None, by=None):
        package = self._package(package, by)
        package.action_accept(words or self.say("accept"))
        values = {}
        if due is not None:
            values["due_date"] = self.desk.date(due)
        if executor:
            values["executor_id"] = self.desk.user(executor).id
        if values:
            package.write(values)

    def decline(self, package, words=None, by=None):
        self._package(package, by).action_decline(words or self.say("decline"))

    def withdraw(self, package, by=None):
        self._package(package, by).action_withdraw()

    def carry_out(self, package, evidence=None, by=None):
        self._package(package, by).action_complete(evidence or self.say("evidence"))

    # Result

    def result(self, verdict, cause, outcome, note=None, by=None):
        values = {
            "verdict": verdict,
            "cause_id": self.desk.ref(f"cause_{cause}").id,
            "customer_outcome": outcome,
            "cause_note": note or self.say("note"),
        }
        if outcome == "dissatisfied":
            values["recourse_named"] = self.say("recourse")
        self.change(by, **values)

    def close(self, verdict, cause, outcome, note=None, by=None):
        self.steps(by=by)
        self.result(verdict, cause, outcome, note, by)
        self.as_(by).action_close_complaint()
        self.tell("settled" if self.ticket.sudo().settled_amount else "decision", by)

    def reopen(self, words=None, by=None):
        self.as_(by).action_reopen(words or self.say("reopen"))
