"""What the register gives for one need decides as the whole register does."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from ..rules import authority, money
from .settlement_common import SettlementCommon

PEOPLE = ("clerk", "clerk2", "supervisor", "manager", "director")
AMOUNTS = (0, 0.1, 4.35, 99.99, 100, 5000, 5000.01, 90000)
TYPES = ("refund", "repair", "replacement")

record = st.fixed_dictionaries(
    {
        "limit": st.sampled_from((*AMOUNTS, None)),
        "currency": st.sampled_from(("hkd", "foreign")),
        "types": st.sets(st.sampled_from(TYPES), max_size=2),
        "categories": st.sets(st.sampled_from(("above", "own", "other")), max_size=2),
        "holders": st.sets(st.sampled_from((*PEOPLE, "group")), min_size=1, max_size=3),
        "valid": st.sampled_from((True, True, True, True, False)),
    }
)
absence = st.tuples(st.sampled_from(PEOPLE), st.sampled_from((*PEOPLE, None)))


@tagged("post_install", "-at_install")
class TestReducedRegister(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env["res.currency"].create(
            {
                "name": "TZF",
                "symbol": "F",
                "rate_ids": [
                    Command.create(
                        {"rate": 4, "name": "2020-01-01", "company_id": False}
                    )
                ],
            }
        )
        cls.group = cls.env["res.groups"].create(
            {"name": "Holders", "user_ids": (cls.clerk2 | cls.supervisor).ids}
        )
        categories = cls.env["helpdesk.ticket.category"]
        above = categories.create({"name": "Above", "is_complaint": True})
        cls.places = {
            "above": above,
            "own": categories.create(
                {"name": "Own", "is_complaint": True, "parent_id": above.id}
            ),
            "other": categories.create({"name": "Other", "is_complaint": True}),
        }
        cls.ticket = cls._complaint().sudo()
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE helpdesk_ticket SET category_id = %s WHERE id = %s",
            [cls.places["own"].id, cls.ticket.id],
        )
        cls.ticket.invalidate_recordset()
        cls.register = cls.env["complaint.authority"].sudo()

    def _fill(self, records, absences):
        """Write the register by hand: what it is made of is not what is tried."""
        cr = self.env.cr
        cr.execute("DELETE FROM complaint_absence")
        for kind in ("user", "group", "type", "category"):
            cr.execute(f"DELETE FROM complaint_authority_{kind}_rel")
        cr.execute("UPDATE complaint_authority SET active = FALSE")
        for one in records:
            cr.execute(
                """
                INSERT INTO complaint_authority (name, active, company_id,
                       currency_id, unlimited, amount_limit, date_to)
                VALUES ('{"en_US": "Made"}', TRUE, %s, %s, %s, %s, %s) RETURNING id
                """,
                [
                    self.company.id,
                    self[one["currency"]].id,
                    one["limit"] is None,
                    one["limit"],
                    None if one["valid"] else "2020-01-01",
                ],
            )
            one["id"] = cr.fetchone()[0]
            self._relate(one)
        for absent, deputy in absences:
            cr.execute(
                "INSERT INTO complaint_absence (user_id, deputy_id, date_from, date_to)"
                " VALUES (%s, %s, '2020-01-01', '2100-01-01')",
                [self[absent].id, deputy and self[deputy].id],
            )

    def _relate(self, one):
        pairs = [("type", self.type[code].id) for code in one["types"]]
        pairs += [("category", self.places[key].id) for key in one["categories"]]
        for holder in one["holders"]:
            kind = "group" if holder == "group" else "user"
            pairs.append((kind, self[holder].id))
        for kind, id_ in pairs:
            self.env.cr.execute(
                f"INSERT INTO complaint_authority_{kind}_rel (authority_id, {kind}_id)"
                " VALUES (%s, %s)",
                [one["id"], id_],
            )

    def __getitem__(self, name):
        return getattr(self, name)

    # the whole register, in plain Python

    def _grant(self, one):
        limit = None if one["limit"] is None else money.decimal(one["limit"])
        rate = 1 if one["currency"] == "hkd" else 4
        return authority.Grant(
            record_id=one["id"],
            currency_id=self[one["currency"]].id,
            limit=limit,
            rank=authority.INFINITE if limit is None else limit / rate,
            type_ids=frozenset(self.type[code].id for code in one["types"]),
            category_ids=frozenset(self.places[key].id for key in one["categories"]),
        )

    def _whole(self, records, absences):
        held = {name: [] for name in PEOPLE}
        for one in records:
            names = set(one["holders"])
            if "group" in names:
                names |= {"clerk2", "supervisor"}
            for name in names & set(PEOPLE) if one["valid"] else ():
                held[name].append(self._grant(one))
        candidates = []
        for user_id, seen in self.register._insight(self.ticket).items():
            names = [name for name in PEOPLE if self[name].id == user_id]
            grants = [grant for name in names for grant in held[name]]
            grants += [
                replace(grant, deputy_for=self[absent].id)
                for absent, deputy in absences
                if deputy in names
                for grant in held[absent]
            ]
            away = any(absent in names for absent, _deputy in absences)
            self.assertEqual(seen.present, not away)
            candidates.append(
                authority.Candidate(user_id, tuple(grants), seen.local, not away)
            )
        return candidates

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        records=st.lists(record, max_size=9),
        absences=st.lists(absence, max_size=2),
        amount=st.sampled_from(AMOUNTS),
        types=st.sets(st.sampled_from(TYPES), min_size=1, max_size=2),
    )
    def _try(self, records, absences, amount, types):
        self._fill(records, absences)
        amount = money.decimal(amount)
        need = authority.Need(
            type_ids=frozenset(self.type[code].id for code in types),
            category_path=self.ticket._category_path(),
            sums={self.hkd.id: amount, self.foreign.id: amount * Decimal(4)},
        )
        whole = self._whole(records, absences)
        for asked in (need, None):
            reduced = self.register._candidates(self.ticket, need=asked)
            self._compare(whole, reduced, need)

    def _compare(self, whole, reduced, need):
        for name in PEOPLE:
            requester = self[name].id
            self.assertEqual(
                authority.choose_deciders(reduced, need, requester),
                authority.choose_deciders(whole, need, requester),
            )
        by_user = {one.user_id: one.grants for one in reduced}
        self.assertEqual(set(by_user), {one.user_id for one in whole})
        for one in whole:
            grants = by_user[one.user_id]
            pairs = [(authority.own_grant(g, need)) for g in (one.grants, grants)]
            self.assertEqual(*map(self._said, pairs))
            for name in PEOPLE:
                pairs = [
                    authority.grant_over_other(g, need, self[name].id)
                    for g in (one.grants, grants)
                ]
                self.assertEqual(*map(self._said, pairs))

    @staticmethod
    def _said(grant):
        """Return what the log says of a grant."""
        return grant and (
            grant.record_id,
            grant.limit,
            grant.currency_id,
            grant.deputy_for,
        )

    def test_decides_as_the_whole_register(self):
        self.env.flush_all()
        self._try()

    def test_a_limit_covers_exactly_its_amount(self):
        """4.35 as a double is a little less."""
        self._fill(
            [
                {
                    "limit": 4.35,
                    "currency": "hkd",
                    "types": (),
                    "categories": (),
                    "holders": ("clerk",),
                    "valid": True,
                }
            ],
            [],
        )
        package = self._package(self.ticket, 4.35)
        package.action_submit()
        self.assertEqual(package.state, "approved")
