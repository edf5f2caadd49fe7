"""A complaint about jewellery, inspected and investigated by the quality staff.

Every method is one action of one person at the present moment of the desk.
"""

from __future__ import annotations

from odoo.fields import Command

from odoo.addons.retail_complaint_addon.demo import pictures
from odoo.addons.retail_complaint_addon.demo.flow import Flow

# criterion: (method, instrument); the stick of the loupe is no instrument of its own
MEANS = {
    "fineness": ("xrf", "xrf"),
    "weight": ("balance", "balance"),
    "prong_contact": ("microscope_contact", "microscope"),
    "prong_height": ("microscope_height", "microscope"),
    "plating": ("xrf_thickness", "xrf"),
    "nickel": ("nickel_release", "sweat"),
    "ring_size": ("ring_stick", "stick"),
    "carat": ("carat_formula", "microscope"),
    "colour": ("colour_masters", "microscope"),
    "clarity": ("clarity_loupe", "microscope"),
    "inscription": ("inscription", "microscope"),
    "treatment": ("treatment_loupe", "microscope"),
    "fei_cui_type": ("ftir", "infrared"),
    "security": ("probe", "microscope"),
    "appearance": ("visual", "microscope"),
}
CRITERIA = ("customer_value", "cost", "time", "repeat", "legal")
FACTS = {
    "jewellery_worn": "Every day, off at night; never in the sea",
    "jewellery_certificate": "The paper from the box, with its number",
    "jewellery_resized": "Nobody but you",
}

# What is corrected, as the kind of a correction and its field
TARGETS = {
    "product.template": ("product", "product_tmpl_id"),
    "stock.lot": ("lot", "lot_id"),
    "res.partner": ("supplier", "partner_id"),
    "document.page": ("guideline", "page_id"),
}


class Quality(Flow):
    """A case with the questions, inspections and investigations it led to."""

    asked = None
    investigation_id = None

    def about(self, category, customer, piece, title, body, **told):
        """Take the complaint in; ``piece`` is a serial number, or "product number"."""
        lot = self._lot(piece)
        product = lot.product_id
        self.take(
            category, title, body,
            customer=customer,
            product_id=product.id,
            lot_id=lot.id,
            answers=self._answers(category, **told.pop("answers", {})),
            **{"bought": 200, "happened": 3, "paid": product.list_price, **told},
        )  # fmt: skip
        return self

    def _lot(self, piece):
        if isinstance(piece, str):
            return self.desk.ref("lot_{}_{}_demo".format(*piece.split())).sudo()
        return piece.sudo()

    def _answers(self, category, **answers):
        """Return answers to what this kind of complaint asks."""
        needed = self._facts_of(category)
        answers = {**FACTS, **answers}
        return {name: answers[name] for name in answers if name in needed}

    def _facts_of(self, category):
        """Return what this kind of complaint asks, with what is above it."""
        found, record = set(), self.desk.ref(f"category_{category}").sudo()
        while record:
            for name in record.fact_ids.get_external_id().values():
                found.add(name.partition(".")[2].removeprefix("fact_"))
            record = record.parent_id
        return found

    # Departments

    def ask(self, department, reason, question=None, by=None):
        """Ask a department of the jewellery trade."""
        record = self.desk.ref(f"department_{department}")
        self.asked = self.as_(by)._refer(
            {
                "kind": "question",
                "receiver_kind": "department",
                "department_id": record.id,
                "reason": reason,
                "question": question or reason,
            }
        )
        return self.asked

    def answer(self, words, by="inspector", asked=None):
        self.referral(asked or self.asked, by).action_answer(words)

    def compliance_answers(self, inspection, words):
        """Compliance is asked by itself when something critical is found."""
        asked = inspection.sudo().compliance_referral_id
        if asked:
            self.answer(words, "compliance", asked)

    # Inspections

    def inspect(self, test, *results, by="inspector", finding=None, consent=None):
        """Measure and confirm in one visit; ``results`` in the order of the test.

        :param consent: what the customer signed, where something is taken off
        """
        inspection = self.begin(test, by=by)
        if consent:
            self.consent(inspection, consent)
        self.record(inspection, *results, finding=finding)
        inspection.action_confirm()
        return inspection

    def consent(self, inspection, scope, withdrawn=False):
        """The customer signs at the counter, or has second thoughts."""
        values = {"kind": "given", "how": "signature", "signature": self._sign()}
        if withdrawn:
            values = {"kind": "withdrawn", "how": "told"}
        inspection.with_env(self._env())._record_consent(
            {**values, "given_by": self.ticket.sudo().partner_name, "scope": scope}
        )

    def begin(self, test, by="inspector", start=True):
        action = self.referral(self.asked, by).action_inspect()
        inspection = self._env(by)["qc.inspection"].browse(action["res_id"])
        inspection.test = self.desk.ref(f"qc_test_{test}").id
        if start:
            inspection.action_todo()
        return inspection

    def record(self, inspection, *results, finding=None):
        for line, result in zip(inspection.inspection_lines, results, strict=True):
            line.write(self._result(line, result))
        photo = inspection.env["ir.attachment"].create(
            {"name": "piece.png", "datas": pictures.photo("ring", self.rng)}
        )
        values = {"finding": finding} if finding else {}
        inspection.write({**values, "photo_ids": [Command.link(photo.id)]})

    def _result(self, line, result):
        """A figure, an answer, or one of them with the method that was used."""
        method, instrument = MEANS[line.jewellery_criterion]
        if isinstance(result, tuple):
            result, method = result
        found = {
            "method_id": self.desk.ref(f"method_{method}").id,
            "instrument_id": self.desk.ref(f"instrument_{instrument}_demo").id,
        }
        if line.question_type == "qualitative":
            names = line.possible_ql_values.filtered(lambda one: one.name == result)
            return {**found, "qualitative_value": names.id}
        return {**found, "quantitative_value": result, "measured": True}

    def second_look(self, inspection, by="investigator"):
        """Somebody else looks at what failed."""
        if inspection.state == "waiting":
            inspection.with_env(self._env(by)).action_approve()

    # Investigations

    def investigate(self, by="inspector", asked=None):
        action = self.referral(asked or self.asked, by).action_investigate()
        self.investigation_id = action["res_id"]
        return self.study(by)

    def study(self, by="inspector"):
        """Return the investigation as somebody sees it."""
        env = self._env(by)
        return env["jewellery.investigation"].browse(self.investigation_id)

    def write_up(self, by="inspector", whys=(), findings=(), **values):
        """Fill in the steps; ``whys`` are (why, because)."""
        values["why_ids"] = [
            Command.create({"name": why, "answer": because}) for why, because in whys
        ]
        values["finding_ids"] = [
            Command.create(one if isinstance(one, dict) else {"name": one})
            for one in findings
        ]
        if cause := values.pop("cause", None):
            values["cause_id"] = self.desk.ref(f"cause_{cause}").id
        if team := values.pop("team", None):
            values["team_ids"] = [Command.set([self.desk.user(one).id for one in team])]
        if values.get("containment"):
            values.setdefault("contained_at", self.desk.now)
        self.study(by).write(values)

    def submit_study(self, by="inspector"):
        self.study(by).action_submit()

    def accept_study(self, comment=None):
        self.study("investigator").action_accept(comment)

    def close_study(self, effect, lesson=None):
        study = self.study("investigator")
        study.write({"effect_note": effect, "lesson": lesson})
        study.action_close()

    # Prevention

    def prevent(self, name):
        """The quality manager asks for something that keeps it from happening."""
        study = self.study("investigator")
        values = {**study._action_values("prevention"), "name": name}
        return study.env["mgmtsystem.action"].create(values)

    def prevented(self, action):
        action.stage_id = self.desk.ref("mgmtsystem_action.stage_close").id

    def check_effect(self, comment, helped=True):
        check = self.study("investigator").effect_ids[:1]
        check.comment = comment
        if helped:
            check.action_effective()
        else:
            check.action_not_effective()

    # Corrections

    def correct(self, record, summary, user, days=14, by="inspector"):
        """Say what is changed in the sheet of a product, piece, supplier or page."""
        kind, name = TARGETS[record._name]
        values = {
            "investigation_id": self.investigation_id,
            "kind": kind,
            name: record.id,
            "summary": summary,
            "user_id": self.desk.user(user).id,
            "date_deadline": self.desk.date(days),
        }
        return self._env(by)["jewellery.correction"].create(values)

    def corrected(self, correction, words, by):
        correction.with_env(self._env(by)).action_done(words)

    # Settlement

    def settle(
        self, *measures, reason=None, words=None, due=10, approve=None, against=None
    ):
        """Yield the moments from the proposal to the customer's consent.

        :param against: what it is compared with, see ``_compare``
        :return: the package, or nothing when nobody may approve it
        """
        package = self.propose(*measures, reason=reason)
        if against:
            self._compare(package, **against)
        self.submit(package)
        yield self.later(days=1)
        if not self.approve(package, approve):
            return None
        self.offer(package)
        yield self.later(days=1)
        self.accept(package, words, due=due)
        return package

    def _compare(self, package, rivals, points, why=None):
        """Score it beside others on value, cost, time, risk of repeat, law.

        :param rivals: the measures of the other packages
        :param points: a row for the package, then one for each rival
        :param why: the reason when it is not the best one
        """
        packages = [package, *(self.propose(*measures) for measures in rivals)]
        criteria = [self.desk.ref(f"criterion_{name}").id for name in CRITERIA]
        self.as_().save_scores(
            [
                {"solution_id": one.id, "criterion_id": criterion, "points": given}
                for one, row in zip(packages, points, strict=True)
                for criterion, given in zip(criteria, row, strict=True)
            ]
        )
        if why:
            package.choice_reason = why
