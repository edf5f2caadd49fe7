from odoo import Command, fields

from .common import GROUP, ComplaintCommon


class FlowCommon(ComplaintCommon):
    """A workshop without rights for complaints, and a department of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.watchmaker = cls._user("t_watchmaker", GROUP % "helper")
        cls.polisher = cls._user("t_polisher")
        cls.workshop = cls.env["retail.store"].create(
            {
                "name": "Test workshop",
                "code": "WS",
                "kind": "workshop",
                "company_id": cls.company.id,
                "member_ids": [Command.set((cls.watchmaker | cls.polisher).ids)],
            }
        )
        cls.workshop_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Test workshop team",
                "company_id": cls.company.id,
                "user_ids": [Command.set((cls.watchmaker | cls.polisher).ids)],
            }
        )
        cls.department = cls.env["hr.department"].create(
            {"name": "Test personnel", "company_id": cls.company.id}
        )
        cls.env["hr.employee"].create(
            {
                "name": "Test Personnel",
                "company_id": cls.company.id,
                "department_id": cls.department.id,
                "user_id": cls.employee.id,
            }
        )
        cls.supplier = cls.env["res.partner"].create({"name": "Test Brand Service"})

    @classmethod
    def _refer(cls, ticket, user=None, **vals):
        """Hand something over through the screen, by default a question to CWB."""
        values = {"ticket_id": ticket.id, "reason": "Is this a known fault?", **vals}
        if not set(values) & {"receiver_kind", "user_id"}:
            values["user_id"] = cls.clerk2.id
        if values.get("receiver_kind", "user") == "user":
            values["receiver_kind"] = "user"
        model = cls.env["complaint.refer"].with_user(user or cls.clerk)
        model = model.with_context(allowed_company_ids=cls.company.ids)
        # the screen starts with its defaults, as in the browser
        defaults = model.with_context(default_ticket_id=ticket.id).default_get(
            ["kind", "receiver_kind", "due_at"]
        )
        wizard = model.create({**defaults, **values})
        wizard.action_refer()
        return ticket.sudo().referral_ids.sorted("id")[-1].with_env(ticket.env)

    @classmethod
    def _as(cls, record, user):
        return record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    @classmethod
    def _late(cls, referral, **ago):
        """Move the due time of a referral into the past."""
        moment = fields.Datetime.subtract(fields.Datetime.now(), **ago)
        referral.sudo()._trusted().write({"due_at": moment, "escalate_at": moment})

    # ------------------------------------------------------------------
    # articles
    # ------------------------------------------------------------------

    # one dark point: a signature as small as can be
    SIGN = (
        b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
        b"kgAAAABJRU5ErkJggg=="
    )

    @classmethod
    def _take_in(cls, ticket, user=None, **vals):
        """Take an article in through the screen, by default at TST."""
        model = cls.env["complaint.custody.take.in"].with_user(user or cls.clerk)
        model = model.with_context(
            allowed_company_ids=cls.company.ids, default_ticket_id=ticket.id
        )
        values = {
            "description": "Steel watch",
            "condition": "Scratch at 6 o'clock",
            "weight": 120.5,
            "bag_number": "B-1001",
            "customer_signature": cls.SIGN,
            "own_signature": cls.SIGN,
            **vals,
        }
        action = model.create(values).action_take_in()
        custody = cls.env["complaint.custody"].browse(action["res_id"])
        return cls._as(custody, user or cls.clerk)

    @classmethod
    def _hand_over(cls, custody, user, kind="internal", **vals):
        """Hand it over through the screen; return the hand-over."""
        model = cls.env["complaint.custody.hand.over"].with_user(user)
        model = model.with_context(
            allowed_company_ids=cls.company.ids, default_custody_id=custody.id
        )
        if kind == "internal" and "to_store_id" not in vals:
            vals["to_store_id"] = cls.workshop.id
        if kind in ("outside", "back", "return"):
            vals = {"other_name": "Mr Au", "other_signature": cls.SIGN, **vals}
        screen = model.create(
            {"kind": kind, "own_signature": cls.SIGN, "weight": 120.5, **vals}
        )
        screen.action_hand_over()
        return custody.sudo().move_ids.sorted("id")[-1]

    @classmethod
    def _receive(cls, move, user, **vals):
        model = cls.env["complaint.custody.receive"].with_user(user)
        model = model.with_context(
            allowed_company_ids=cls.company.ids, default_move_id=move.id
        )
        screen = model.create(
            {"own_signature": cls.SIGN, "weight_received": 120.5, **vals}
        )
        return screen.action_accept()
