import doctest
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import authority, chain, charts, clock, exports, money, working_time
from ..rules.authority import Candidate, Condition, Facts, Grant, Need

HKD, EUR = 1, 2
REFUND, REPAIR = 11, 12
ROOT, WATCHES, RINGS = 21, 22, 23

# Shared machines are slow at times; that says nothing about the rule.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

amounts = st.decimals(0, 1_000_000, places=2)


def need(amount, types=(REFUND,), path=(ROOT, WATCHES), euro=None):
    sums = {HKD: Decimal(amount), EUR: Decimal(euro if euro is not None else amount)}
    return Need(frozenset(types), frozenset(path), sums)


def grant(limit, record_id=1, currency=HKD, **kwargs):
    value = None if limit is None else Decimal(limit)
    rank = authority.INFINITE if limit is None else Decimal(limit)
    for name in ("type_ids", "category_ids"):
        kwargs[name] = frozenset(kwargs.get(name, ()))
    return Grant(record_id, currency, value, rank, **kwargs)


@tagged("post_install", "-at_install")
class TestAuthorityRules(BaseCase):
    def test_doctests(self):
        for module in (authority, chain, charts, clock, exports, money, working_time):
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)

    def test_table_of_decisions(self):
        table = [
            ("no record", [], need(1), None),
            ("on the limit", [grant(1000)], need(1000), 1),
            ("a cent above", [grant(1000)], need("1000.01"), None),
            ("unlimited", [grant(None)], need(10**12), 1),
            ("no money", [grant(0)], need(0), 1),
            ("other type", [grant(1000, type_ids={REPAIR})], need(1), None),
            ("other branch", [grant(1000, category_ids={RINGS})], need(1), None),
            ("branch above", [grant(1000, category_ids={ROOT})], need(1), 1),
            ("in its own currency", [grant(1000, currency=EUR)], need(900, euro=99), 1),
            (
                "strong currency",
                [grant(1000, currency=EUR)],
                need(900, euro=1001),
                None,
            ),
            (
                "one type not covered",
                [grant(1000, type_ids={REFUND})],
                need(1, types=(REFUND, REPAIR)),
                None,
            ),
            (
                "two records, the weaker one counts",
                [
                    grant(1000, 1, type_ids={REFUND}),
                    grant(500, 2, type_ids={REPAIR}),
                ],
                need(400, types=(REFUND, REPAIR)),
                2,
            ),
            (
                "each record must reach the whole sum",
                [
                    grant(1000, 1, type_ids={REFUND}),
                    grant(500, 2, type_ids={REPAIR}),
                ],
                need(700, types=(REFUND, REPAIR)),
                None,
            ),
            ("the better of two", [grant(10, 1), grant(1000, 2)], need(5), 2),
        ]
        for name, grants, asked, expected in table:
            with self.subTest(name):
                got = authority.decisive_grant(grants, asked)
                self.assertEqual(got and got.record_id, expected)

    def test_deputy_is_no_own_authority(self):
        lent = grant(5000, deputy_for=9)
        self.assertIsNone(authority.own_grant([lent], need(10)))
        self.assertEqual(authority.grant_over_other([lent], need(10), 8), lent)
        self.assertIsNone(authority.grant_over_other([lent], need(10), 9))

    def test_deciders(self):
        people = [
            Candidate(1, (grant(1000),), local=True),
            Candidate(2, (grant(10000),), local=True),
            Candidate(3, (grant(10000),)),
            Candidate(4, (grant(50000),)),
            Candidate(5, (grant(None),)),
        ]

        def ask(amount, requester=1, absent=()):
            now = [
                Candidate(p.user_id, p.grants, p.local, p.user_id not in absent)
                for p in people
            ]
            return authority.choose_deciders(now, need(amount), requester)

        self.assertEqual(ask(5000), [2], "the store's own first")
        self.assertEqual(ask(5000, absent=(2,)), [3])
        self.assertEqual(ask(5000, absent=(2, 3)), [4])
        self.assertEqual(ask(5000, requester=2), [3])
        self.assertEqual(ask(60000), [5])
        self.assertEqual(ask(60000, requester=5), [])
        self.assertEqual(ask(60000, absent=(5,)), [])

    def test_conditions(self):
        facts = Facts(3, False, frozenset({ROOT}), {REFUND: Decimal(120000)})
        table = [
            (Condition(1), True),
            (Condition(1, min_severity=3), True),
            (Condition(1, min_severity=4), False),
            (Condition(1, legal_hold=True), False),
            (Condition(1, category_ids=frozenset({RINGS})), False),
            (Condition(1, type_ids=frozenset({REPAIR})), False),
            (Condition(1, amount_from=Decimal(120000)), True),
            (Condition(1, amount_from=Decimal("120000.01")), False),
        ]
        for condition, expected in table:
            with self.subTest(condition):
                self.assertEqual(
                    authority.condition_applies(condition, facts), expected
                )

    @calm
    @given(st.lists(amounts, max_size=5), amounts)
    def test_never_above_every_limit(self, limits, asked):
        grants = [grant(limit, number) for number, limit in enumerate(limits)]
        decided = authority.decisive_grant(grants, need(asked))
        self.assertEqual(bool(decided), any(limit >= asked for limit in limits))
        if decided:
            self.assertGreaterEqual(decided.limit, asked)

    @calm
    @given(
        st.lists(
            st.tuples(
                amounts, st.booleans(), st.booleans(), st.none() | st.integers(1, 6)
            ),
            max_size=6,
        ),
        amounts,
        st.integers(1, 6),
    )
    def test_deciders_can_really_decide(self, people, asked, requester):
        candidates = [
            Candidate(number, (grant(limit, deputy_for=lent),), local, present)
            for number, (limit, local, present, lent) in enumerate(people, 1)
        ]
        chosen = authority.choose_deciders(candidates, need(asked), requester)
        self.assertNotIn(requester, chosen)
        by_id = {candidate.user_id: candidate for candidate in candidates}
        for user_id in chosen:
            candidate = by_id[user_id]
            self.assertTrue(candidate.present)
            self.assertGreaterEqual(candidate.grants[0].limit, asked)
            self.assertNotEqual(candidate.grants[0].deputy_for, requester)
        able = [
            candidate
            for candidate in candidates
            if candidate.present
            and candidate.user_id != requester
            and candidate.grants[0].deputy_for != requester
            and candidate.grants[0].limit >= asked
        ]
        self.assertEqual(bool(chosen), bool(able), "nobody able is left out")

    @calm
    @given(st.lists(st.dictionaries(st.text(max_size=5), st.integers()), max_size=6))
    def test_chain_finds_every_change(self, facts):
        rows, previous = [], chain.GENESIS
        for number, fact in enumerate(facts, 1):
            digest = chain.row_hash(previous, fact)
            rows.append(chain.Row(number, number, previous, digest, fact))
            previous = digest
        self.assertIsNone(chain.first_break(rows))
        for index, row in enumerate(rows):
            forged = chain.Row(
                row.record_id, row.sequence, row.previous, row.hash, {"forged": 1}
            )
            changed = rows[:index] + [forged] + rows[index + 1 :]
            if row.facts != forged.facts:
                self.assertEqual(chain.first_break(changed).sequence, index + 1)
            if index < len(rows) - 1:
                self.assertIsNotNone(
                    chain.first_break(rows[:index] + rows[index + 1 :])
                )
        if rows:
            hashes = [row.hash for row in rows]
            self.assertEqual(
                chain.cut_off(len(rows), hashes[-1], hashes[:-1]).reason, "cut"
            )
