from odoo import fields, models


class ResCompany(models.Model):
    """What the law and the house say about answering."""

    _inherit = "res.company"

    privacy_answer_days = fields.Integer(
        string="Days to Answer Privacy Requests", default=40, groups="base.group_user"
    )

    _privacy_days_valid = models.Constraint(
        "CHECK(privacy_answer_days BETWEEN 1 AND 40)",
        "The law gives 40 days at most to answer.",
    )

    def _privacy_words(self):
        """Return the sentences of the public notice that name the company."""
        self.ensure_one()
        return {
            "intro": self.env._(
                "This is what %(company)s collects personal data for.",
                company=self.name,
            ),
            "rights": self.env._(
                "You may ask what we hold about you, have it corrected, and ask us to "
                "erase it. We answer within %(days)s days.",
                days=self.privacy_answer_days,
            ),
        }


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    privacy_answer_days = fields.Integer(
        related="company_id.privacy_answer_days", readonly=False
    )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _privacy_domain(self):
        """Return the rule of privacy requests.

        Officers and auditors read all of their companies; who took a request at the
        counter reads that one.
        """
        self.ensure_one()
        group = "customer_relations_addon.group_relations_%s"
        if self.has_group(group % "privacy") or self.has_group(group % "auditor"):
            return [(1, "=", 1)]
        return [("create_uid", "=", self.id)]
