"""What the company learned: guidelines read, actions and whether they helped."""

from __future__ import annotations

from datetime import timedelta

from odoo.fields import Command

READERS = {
    "clerk": 0.7,
    "clerk2": 0.6,
    "clerk3": 0.4,
    "eshop": 0.8,
    "supervisor": 1.0,
    "supervisor2": 0.7,
    "manager": 1.0,
}


def scripts(desk):
    """Return what happens, as generators of moments."""
    return [_readers(desk), *(_action(desk, plan) for plan in PLANS)]


def _readers(desk):
    yield desk.hours_ago(6)
    rng = desk.random("guidelines")
    for login, share in READERS.items():
        duties = desk.as_user(login)["complaint.guideline.duty"]
        mine = duties.search([("user_id", "=", duties.env.uid)])
        for duty in mine:
            if rng.random() < share:
                duty.page_id.action_confirm_guideline()


# name, by, owner, kind, cause, store, planned (days ago), due after, what happened
PLANS = [
    (
        "Power reserve test of every piece before it leaves the workshop",
        ("manager", "supervisor", "corrective"),
        ("product_manufacture", None),
        (260, 30),
        "checked",
    ),
    (
        "Training: how to speak with customers who are upset",
        ("director", "manager", "preventive"),
        ("people_behaviour", "cwb"),
        (150, 30),
        "checked",
    ),
    (
        "Second signature when an article changes hands in the workshop",
        ("director", "manager", "corrective"),
        ("repair_custody", None),
        (120, 21),
        "done",
    ),
    (
        "Tell the customer when the part is late, not when it arrives",
        ("manager", "supervisor", "corrective"),
        ("repair_part", None),
        (40, 21),
        "doing",
    ),
    (
        "Photograph each parcel before it is closed",
        ("manager", "eshop", "preventive"),
        ("logistics_packing", "web"),
        (6, 30),
        "todo",
    ),
]
EVIDENCE = "Instruction signed by the team, list in the shared folder"


def _action(desk, plan):
    name, (author, owner, kind), (cause, store), (ago, due), state = plan
    yield desk.days_ago(ago)
    env = desk.as_user(author)
    cause = desk.ref(f"cause_{cause}").with_env(env)
    place = desk.ref(f"store_{store}_demo").with_env(env) if store else None
    domain = [("is_complaint", "=", True), ("cause_id", "=", cause.id)]
    if place:
        domain.append(("store_id", "=", place.id))
    cases = env["helpdesk.ticket"].search(domain, limit=4, order="received_at desc")
    action = env["complaint.action"].create(
        {
            "name": name,
            "kind": kind,
            "company_id": env.company.id,
            "owner_id": desk.user(owner).id,
            "due_date": desk.date(due),
            "cause_id": cause.id,
            "store_id": place.id if place else False,
            "ticket_ids": [Command.set(cases.ids)],
        }
    )
    if state == "todo":
        return
    yield desk.now + timedelta(days=3)
    work = action.with_env(desk.as_user(owner))
    work.action_start()
    if state == "doing":
        return
    yield desk.now + timedelta(days=due - 5)
    work.evidence = EVIDENCE
    work.action_done()
    if state == "done":
        return
    yield desk.now + timedelta(days=92)
    judge = action.with_env(desk.as_user("director"))
    if judge.repeats_effect == "fewer":
        judge.effect_comment = "Fewer than before. We keep it."
        judge.action_effective()
    else:
        judge.effect_comment = "The same again. Other measures are being planned."
        judge.action_not_effective()
