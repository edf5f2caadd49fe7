import json
from contextlib import contextmanager
from unittest.mock import patch

from passlib.context import CryptContext

from odoo import Command, fields, models
from odoo.tests import TransactionCase, new_test_user

ADDON = "retail_complaint_addon"
GROUP = ADDON + ".group_complaint_%s"
KEPT = ADDON + ".tests_%s"
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_notify_force_send": False,
    "no_reset_password": True,
}


class ComplaintCommon(TransactionCase):
    """A small retailer in HKD: stores TST and CWB, an online shop, one user a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, **QUIET})
        cls._made("complaint")

    @classmethod
    def _made(cls, key):
        """The records of ``_make_<key>``: those ``keep`` has made, or new ones."""
        kept = cls.env["ir.config_parameter"].get_param(KEPT % key)
        if not kept:
            getattr(cls, f"_make_{key}")()
            return
        records = json.loads(kept)
        if "company" in records:
            cls.company = cls.env["res.company"].browse(records["company"][1])
            cls._enter_company()
        for name, (model, ids) in records.items():
            setattr(cls, name, cls.env[model].browse(ids))

    @classmethod
    def _enter_company(cls):
        company = cls.company.ids
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": company})

    @classmethod
    def _make_complaint(cls):
        cls.hkd = cls.env.ref("base.HKD")
        cls.usd = cls.env.ref("base.USD")
        cls.cny = cls.env.ref("base.CNY")
        (cls.hkd | cls.usd | cls.cny).active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Test Retailer", "currency_id": cls.hkd.id}
        )
        cls.other_company = cls.env["res.company"].create(
            {"name": "Other Retailer", "currency_id": cls.hkd.id}
        )
        cls._set_rate(cls.usd, 0.128)
        cls._set_rate(cls.cny, 0.92)
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls._enter_company()
        cls._create_users()
        cls._create_stores()
        cls._create_goods()
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {
                "name": "Test complaint",
                "company_id": False,
                "is_complaint": True,
                "nature": "product",
                "default_severity": "moderate",
                "default_handling": "on_site",
            }
        )
        cls.opinion_category = cls.env["helpdesk.ticket.category"].create(
            {
                "name": "Test opinion",
                "company_id": False,
                "is_complaint": True,
                "nature": "opinion",
            }
        )
        cls.plain_category = cls.env["helpdesk.ticket.category"].create(
            {"name": "Test question", "company_id": False}
        )
        cls.cause = cls.env["complaint.cause"].create({"name": "Test cause"})
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Test Customer",
                "email": "complainant@example.com",
                "phone": "+852 5555 0101",
            }
        )

    @contextmanager
    def assertRaisesRegex(self, exception, pattern):  # pylint: disable=invalid-name
        """Undo what was written before the error, as Odoo's ``assertRaises`` does."""
        with super().assertRaisesRegex(exception, pattern) as caught:
            with self.cr.savepoint():
                yield caught

    @classmethod
    def _set_rate(cls, currency, rate, company=None):
        """How much of the currency one unit of the company currency buys."""
        return cls.env["res.currency.rate"].create(
            {
                "name": fields.Date.to_date("2020-01-01"),
                "currency_id": currency.id,
                "company_id": (company or cls.company).id,
                "rate": rate,
            }
        )

    @classmethod
    def _user(cls, login, groups="base.group_user", company=None, **kwargs):
        company = company or cls.company
        values = {
            "login": login,
            "groups": groups,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "name": login.capitalize().replace("_", " "),
            "email": f"{login}@example.com",
        }
        # nobody reads the history of a user made for a test
        quiet = {"tracking_disable": True, "no_reset_password": True}
        user = new_test_user(cls.env, context=quiet, **{**values, **kwargs})
        return user.with_env(cls.env)

    @classmethod
    def _create_users(cls):
        cls.clerk = cls._user("t_clerk", GROUP % "clerk")
        cls.clerk2 = cls._user("t_clerk2", GROUP % "clerk")
        cls.supervisor = cls._user("t_supervisor", GROUP % "supervisor")
        cls.manager = cls._user("t_manager", GROUP % "manager")
        cls.director = cls._user("t_director", GROUP % "manager")
        cls.auditor = cls._user("t_auditor", GROUP % "auditor")
        cls.authority_admin = cls._user("t_authority_admin", GROUP % "authority_admin")
        cls.employee = cls._user("t_employee")
        cls.helpdesk_user = cls._user("t_helpdesk", "helpdesk_mgmt.group_helpdesk_user")
        cls.portal_user = cls._user("t_portal", "base.group_portal")
        cls.other_manager = cls._user(
            "t_other_manager", GROUP % "manager", company=cls.other_company
        )

    @classmethod
    def _create_stores(cls):
        store_model = cls.env["retail.store"]
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Test TST team", "company_id": cls.company.id}
        )
        cls.office = store_model.create(
            {
                "name": "Test office",
                "code": "OFF",
                "kind": "office",
                "company_id": cls.company.id,
            }
        )
        cls.store = store_model.create(
            {
                "name": "Test Tsim Sha Tsui",
                "code": "TST",
                "company_id": cls.company.id,
                "parent_id": cls.office.id,
                "team_id": cls.team.id,
                "member_ids": [Command.set((cls.clerk | cls.supervisor).ids)],
                "manager_id": cls.supervisor.id,
            }
        )
        cls.store2 = store_model.create(
            {
                "name": "Test Causeway Bay",
                "code": "CWB",
                "company_id": cls.company.id,
                "parent_id": cls.office.id,
                "member_ids": [Command.set(cls.clerk2.ids)],
                "manager_id": cls.manager.id,
            }
        )
        cls.online = store_model.create(
            {
                "name": "Test online shop",
                "code": "WEB",
                "kind": "online",
                "company_id": cls.company.id,
            }
        )
        cls.other_store = store_model.create(
            {
                "name": "Test elsewhere",
                "code": "TST",
                "company_id": cls.other_company.id,
            }
        )

    @classmethod
    def _create_goods(cls):
        cls.product, cls.product2 = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "consu",
                    "is_storable": True,
                    "tracking": "serial",
                }
                for name in ("Test watch", "Test ring")
            ]
        )
        cls.lot = cls.env["stock.lot"].create(
            {
                "name": "TEST-0001",
                "product_id": cls.product.id,
                "company_id": cls.company.id,
            }
        )
        cls.staff_user = cls._user("t_staff", GROUP % "clerk")
        cls.staff = cls.env["hr.employee"].create(
            {
                "name": "Test Staff",
                "company_id": cls.company.id,
                "user_id": cls.staff_user.id,
            }
        )

    @classmethod
    def _complaint_vals(cls, **vals):
        return {
            "name": "The watch stopped",
            "description": "<p>It stopped nine days after the purchase.</p>",
            "category_id": cls.category.id,
            "company_id": cls.company.id,
            "store_id": cls.store.id,
            "partner_id": cls.customer.id,
            "partner_name": cls.customer.name,
            "partner_email": cls.customer.email,
            **vals,
        }

    def _today(self):
        """Return the day where the shop is: in the evening of UTC the next one."""
        return self.env["complaint.absence"].default_get(["date_from"])["date_from"]

    @classmethod
    def _complaint(cls, user=None, **vals):
        """Create a complaint, by default as the clerk of TST."""
        user = user or cls.clerk
        model = cls.env["helpdesk.ticket"].with_user(user)
        model = model.with_context(
            allowed_company_ids=vals.get("company_id", user.company_id.ids)
            and [vals.get("company_id", user.company_id.id)]
        )
        return model.create(cls._complaint_vals(**vals))

    @classmethod
    def _plain_ticket(cls, user=None, **vals):
        model = cls.env["helpdesk.ticket"].with_user(user or cls.helpdesk_user)
        return model.create(
            {
                "name": "How to open the box",
                "description": "<p>A question.</p>",
                "category_id": cls.plain_category.id,
                "company_id": cls.company.id,
                **vals,
            }
        )

    @classmethod
    def _ready_to_close(cls, ticket, **vals):
        """Fill what closing asks for."""
        ticket.write(
            {
                "verdict": "justified",
                "cause_id": cls.cause.id,
                "customer_outcome": "accepted",
                **vals,
            }
        )
        return ticket


def keep(env, common=ComplaintCommon, key="complaint"):
    """Make the records of ``_make_<key>`` once, for all classes that follow.

    bin/test calls the ``keep`` of each addon's ``tests.common``; without it each class
    makes its own and takes a second longer.
    """
    made = type("Kept", (common,), {})
    made.env = env(context={**env.context, **QUIET})
    parameters = env["ir.config_parameter"]
    earlier = parameters.search([("key", "=like", KEPT % "%")], order="id")
    for parameter in earlier:
        made._made(parameter.key.removeprefix(KEPT % ""))
    before = set(vars(made))
    weak = CryptContext(["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1)
    users = "odoo.addons.base.models.res_users.ResUsersPatchedInTest._crypt_context"
    # Some of Odoo's own code makes more for a test, such as a company's warehouse.
    in_a_test = patch("odoo.modules.module.current_test", True)
    with in_a_test, patch(users, lambda _self: weak):
        getattr(made, f"_make_{key}")()
    kept = {
        name: (value._name, value.ids)
        for name, value in vars(made).items()
        if name not in before and isinstance(value, models.BaseModel)
    }
    parameters.set_param(KEPT % key, json.dumps(kept))
