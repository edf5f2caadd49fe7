"""How often the suggestions are right, measured on the cases of the demo.

Each case is asked about as if it had just come in: without its category, and compared
only with the cases that were there before it. Because the demo tells the same story
several times, a second measurement also leaves out every case that tells nearly the
same one (``TWIN`` of its words in common).

In an odoo shell::

    from odoo.addons.retail_complaint_addon.demo import triage
    triage.measure(env)
"""

from __future__ import annotations

from odoo.fields import Domain

from ..rules import tokens, triage

TWIN = 0.5
SETS = (("rules", True, False), ("past cases", False, True), ("both", True, True))


def measure(env, out=print):
    """Print precision and coverage of the suggested category, per kind of source."""
    cases = env["helpdesk.ticket"].sudo().search([("is_complaint", "=", True)])
    cases = cases.sorted("received_at").filtered(lambda case: not case.duplicate_id)
    out("| hold-out | source | suggested | first right | one of two right |")
    out("|---|---|---|---|---|")
    texts = {case.id: _words(env, case) for case in cases}
    for held, twins in (("the case", True), ("case and its like", False)):
        found = {case.id: _ask(env, case, None if twins else texts) for case in cases}
        for name, by_rules, by_cases in SETS:
            out(f"| {held} | {name} | {_figures(cases, found, by_rules, by_cases)} |")
    for threshold in (40, 50, 60, 70, 80):
        sure = [
            (case, best[0])
            for case in cases
            if (best := _decide(*found[case.id]))
            and best[0].confidence * 100 >= threshold
        ]
        right = sum(case.category_id.id == best.value for case, best in sure)
        share, precision = len(sure) / len(cases), right / max(len(sure), 1)
        out(f"from {threshold} %: fills in {share:.0%}, right {precision:.0%}")


def _words(env, case):
    text = env["complaint.fingerprint"]._text(case)
    return set(tokens.words(text))


def _ask(env, case, texts):
    index = env["complaint.fingerprint"]
    text = index._text(case)
    domain = Domain("received_at", "<", case.received_at)
    if texts:
        mine = texts[case.id]
        twins = [
            id_
            for id_, words in texts.items()
            if len(mine & words) > TWIN * min(len(mine), len(words))
        ]
        domain &= Domain("id", "not in", twins)
    model = case.with_context(active_test=False)
    nearest = model._similar_to(
        tokens.numbers(tokens.words(text)), {}, triage.MOST_NEIGHBOURS, domain
    )
    rules = env["complaint.triage.rule"]._matching(text, case.company_id)
    return (
        model._votes([], rules)["category_id"],
        model._votes(nearest, [])["category_id"],
    )


def _decide(rules, cases, by_rules=True, by_cases=True):
    return triage.decide([*(rules if by_rules else ()), *(cases if by_cases else ())])


def _figures(cases, found, by_rules, by_cases):
    asked = first = either = 0
    for case in cases:
        best = _decide(*found[case.id], by_rules, by_cases)
        best = [one for one in best if one.confidence >= triage.LEAST]
        if best:
            asked += 1
            values = [one.value for one in best[:2]]
            first += values[0] == case.category_id.id
            either += case.category_id.id in values
    share = max(asked, 1)
    return f"{asked / len(cases):.0%} | {first / share:.0%} | {either / share:.0%}"
