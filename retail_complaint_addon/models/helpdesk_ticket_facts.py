from odoo import api, models
from odoo.exceptions import ValidationError


class HelpdeskTicket(models.Model):
    """What the category requires to be asked."""

    _inherit = "helpdesk.ticket"

    def _missing_facts(self, moment):
        """Return the required facts that the case does not have yet (sudo).

        :param str moment: ``intake``, or ``close`` for those of intake and closing
        """
        self.ensure_one()
        case = self.sudo()
        wanted = case.category_id._required_facts()
        if moment == "intake":
            wanted = wanted.filtered(lambda fact: fact.required_at == "intake")
        answered = case.fact_answer_ids.filtered(
            lambda answer: answer.answer and answer.answer.strip()
        ).fact_id
        return (wanted - answered).filtered(lambda fact: not case._has_fact(fact))

    def _has_fact(self, fact):
        names = [
            name for name in (fact.field_name, fact.alternative_field_name) if name
        ]
        return any(not self._is_blank(name) for name in names if name in self._fields)

    def _check_facts(self, moment):
        """:raises ValidationError: naming each missing fact and what to ask"""
        for ticket in self:
            facts = ticket._missing_facts(moment)
            if facts:
                raise ValidationError(ticket._missing_refusal(facts))

    def _missing_refusal(self, facts):
        """Return what is still to ask, and where on the form the answer belongs."""
        questions = self._questions(facts)
        if all(facts.mapped("field_name")):
            return self.env._(
                "Still to ask for this complaint:\n%(questions)s\n\nWrite the answers "
                "into the fields of that name on the case.",
                questions=questions,
            )
        if not any(facts.mapped("field_name")):
            return self.env._(
                "Still to ask for this complaint:\n%(questions)s\n\nWrite the answers "
                "on the case below “Answers to the questions of the category”.",
                questions=questions,
            )
        return self.env._(
            "Still to ask for this complaint:\n%(questions)s\n\nWrite the "
            "answers into the fields of that name on the case, or below "
            "“Answers to the questions of the category”.",
            questions=questions,
        )

    def _questions(self, facts):
        return "\n".join(
            self.env._(
                "%(fact)s: %(question)s",
                fact=self._label(fact.field_name) if fact.field_name else fact.name,
                question=fact.question,
            )
            for fact in facts.with_env(self.env).sudo()
        )

    @api.depends(lambda self: self._missing_fact_depends())
    def _compute_missing_fact_text(self):
        for ticket in self:
            facts = ticket.is_complaint and ticket._missing_facts("close")
            ticket.missing_fact_text = ticket._questions(facts) if facts else False
            # those have no field of their own on the form
            ticket.asks_free_facts = bool(facts) and not all(facts.mapped("field_name"))

    @api.model
    def _missing_fact_depends(self):
        names = {name for name, _label in self.env["complaint.fact"]._fact_fields()}
        return ["is_complaint", "category_id", "fact_answer_ids.answer", *sorted(names)]

    @api.onchange("category_id")
    def _onchange_category_facts(self):
        """Offer the free questions of the category."""
        if not self.is_complaint:
            return
        free = (
            self.category_id.sudo()
            ._required_facts()
            .filtered(lambda fact: not fact.field_name)
        )
        for fact in free - self.fact_answer_ids.fact_id.sudo():
            self.fact_answer_ids += self.fact_answer_ids.new({"fact_id": fact.id})
