from odoo import Command

from .common import ComplaintCommon


class SettlementCommon(ComplaintCommon):
    """The register of the demo company: 1,000 / 10,000 / 50,000 / unlimited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = {
            code: cls.env.ref(f"retail_complaint_addon.solution_type_{code}")
            for code in ("apology", "repair", "refund", "replacement", "refusal")
        }
        cls.limits = {
            "clerks": cls._authority(
                "Clerks", 1000, users=cls.clerk | cls.clerk2 | cls.staff_user
            ),
            "supervisors": cls._authority("Supervisors", 10000, users=cls.supervisor),
            "managers": cls._authority("Managers", 50000, users=cls.manager),
            "directors": cls._authority("Directors", 0, cls.director, unlimited=True),
        }
        cls.compliance = cls._user(
            "t_compliance",
            "retail_complaint_addon.group_complaint_manager,"
            "retail_complaint_addon.group_complaint_compliance",
        )

    @classmethod
    def _authority(cls, name, limit, users, **vals):
        return cls.env["complaint.authority"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "currency_id": cls.hkd.id,
                "amount_limit": limit,
                "user_ids": [Command.set(users.ids)],
                **vals,
            }
        )

    @classmethod
    def _package(cls, ticket, amount=900, user=None, kind="refund", **vals):
        """Create a draft: an apology, and one measure with money."""
        lines = [{"type_id": cls.type["apology"].id}]
        if amount is not None:
            lines.append({"type_id": cls.type[kind].id, "amount": amount})
        return (
            cls.env["complaint.solution"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "ticket_id": ticket.id,
                    "line_ids": [Command.create(line) for line in lines],
                    **vals,
                }
            )
        )

    @classmethod
    def _settle(cls, package, user=None):
        """Offer, accept and carry out an approved package."""
        package = package.with_user(user or cls.clerk)
        package.action_offer()
        package.action_accept()
        package.action_complete("Credit note TEST-1")
        return package

    def _pending(self, package):
        return package.sudo().approval_ids.filtered(lambda a: a.state == "pending")

    def _kinds(self, ticket):
        return (
            self.env["complaint.decision"]
            .search([("ticket_id", "=", ticket.id)], order="sequence")
            .mapped("kind")
        )

    def assert_chain_holds(self, ticket):
        chain = self.env["complaint.chain"].search([("ticket_id", "=", ticket.id)])
        self.assertEqual(chain._verify(), [])
