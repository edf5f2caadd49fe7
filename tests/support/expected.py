"""Who sees and changes what: declared once, for every model of ours.

Whoever is not named here sees nothing and changes nothing. A new model is nobody's
until it stands here, and the sweep (``tests/demo/test_sweep.py``) says so.

Levels of seeing: ``company`` (of one's companies, or of no company), ``stores`` (also
of one's stores, or of a case that one handles), ``handed`` (what was handed to
somebody, or is their own: other tests say which).
"""

import fnmatch

# Words of the trade that every employee looks up.
COMMON = """
    customer.goods.class customer.purpose jewellery.certificate jewellery.laboratory
    jewellery.stone watch.calibre watch.complication watch.explanation
    watch.rate.class watch.rate.tolerance
"""
# Catalogues and customers, for everybody who works with customers.
RELATIONS = """
    customer.class customer.consent customer.duplicate customer.expectation
    customer.fact customer.ownership customer.policy customer.segment
    customer.service customer.topic customer.wish help.topic retail.store
    service.indicator store.checklist store.checklist.line store.criterion
"""
# What happened in a shop.
SHOP = """
    crm.lead customer.contact.due customer.exchange customer.handover
    customer.policy.confirmation customer.promise customer.service.use
    service.improvement service.indicator.value service.public.review
    store.assessment store.assessment.line store.day store.day.check store.incident
"""
# What deciding on complaints needs.
RULES = """
    complaint.absence complaint.action complaint.authority complaint.cause
    complaint.condition
    complaint.criterion complaint.fact complaint.guideline.duty
    complaint.solution.type complaint.step.template complaint.target
    complaint.triage.rule complaint.word jewellery.instrument jewellery.method
    watch.repair.work watch.service.centre
"""
# A case and everything that hangs on it.
CASES = """
    helpdesk.ticket survey.user_input survey.user_input.line repair.order
    complaint.approval complaint.chain complaint.custody
    complaint.custody.move complaint.decision complaint.decision.text
    complaint.escalation complaint.fact.answer complaint.guideline.confirmation
    complaint.mail complaint.notice complaint.pause complaint.referral
    complaint.report complaint.solution complaint.solution.line
    complaint.solution.score complaint.step jewellery.consent jewellery.correction
    jewellery.effect jewellery.finding jewellery.review jewellery.why qc.inspection
    qc.inspection.line watch.centre.job watch.diagnosis
    watch.diagnosis.reading watch.diagnosis.verdict watch.loan watch.report
    watch.warranty.decision
"""
# Of several cases at once.
SHARED = " jewellery.investigation jewellery.report jewellery.report.recipient "
QUALITY = """
    complaint.cause complaint.referral jewellery.* qc.* mgmtsystem.action
    mgmtsystem.nonconformity
"""
TRADE = " jewellery.buyer.lot jewellery.supplier.claim jewellery.supplier.claim.line "
HELP = " help.answer help.search help.view "
PRIVACY = """
    customer.access.log customer.privacy.export customer.privacy.refusal
    customer.privacy.request customer.retention.log
"""
# Read by no person: programs and scheduled actions keep their notes there.
NOBODYS = """
    complaint.fingerprint complaint.intake complaint.tracking complaint.visit
    customer.collect help.index
"""
# Of the administrator, who is no persona of the sweep.
ADMINS = "backup.restore.test complaint.digest"
EMPLOYEE = {"company": COMMON}
SHOP_STAFF = {
    "company": COMMON + RELATIONS,
    "stores": SHOP,
    "handed": "complaint.custody complaint.custody.move customer.privacy.request",
}
CLERK = {
    "company": COMMON + RELATIONS + RULES,
    "stores": SHOP + CASES,
    "handed": SHARED + " customer.privacy.request",
}
SUPERVISOR = {
    **CLERK,
    "company": CLERK["company"] + HELP + " customer.policy.confirmation",
}
OF_MANAGERS = (
    COMMON
    + RELATIONS
    + RULES
    + SHOP
    + CASES
    + TRADE
    + HELP
    + SHARED
    + " complaint.manifest customer.erasure"
)
WORKS = "customer.* service.* store.* crm.lead"
DESK = "helpdesk.ticket complaint.* watch.* jewellery.* repair.order survey.user_input"
# login: what they see by level, and the models on whose records they change something
PEOPLE = {
    # nobody signed in
    "": {},
    "customer": {"handed": "helpdesk.ticket", "changes": "helpdesk.ticket"},
    "customer2": {},
    "employee": EMPLOYEE,
    "sales": {
        "company": COMMON + RELATIONS + " crm.lead",
        "stores": SHOP,
        "changes": WORKS,
    },
    # the shop holds articles
    "relations2": {**SHOP_STAFF, "changes": f"{WORKS} complaint.custody*"},
    "privacy": {
        "company": COMMON + RELATIONS + PRIVACY + " customer.erasure",
        "stores": SHOP,
        "changes": WORKS,
    },
    "relations_auditor": {
        "company": COMMON + RELATIONS + SHOP + HELP + PRIVACY + " customer.erasure"
    },
    "clerk2": {**CLERK, "changes": f"{WORKS} {DESK}"},
    "clerk": {**CLERK, "changes": f"{WORKS} {DESK}"},
    "clerk_macau": {**CLERK, "changes": f"{WORKS} {DESK}"},
    "supervisor_mk": {**SUPERVISOR, "changes": f"{WORKS} {DESK} help.*"},
    "auditor": {"company": OF_MANAGERS + PRIVACY},
    "watchmaker": {
        "company": f"{COMMON} retail.store repair.order watch.*",
        "handed": "complaint.custody* complaint.referral jewellery.report*",
        "changes": "watch.* repair.order complaint.custody* complaint.referral",
    },
    "inspector": {
        "company": COMMON + QUALITY + " retail.store",
        "changes": f"{QUALITY} complaint.referral",
    },
    "investigator": {
        "company": COMMON + QUALITY + " retail.store",
        "changes": f"{QUALITY} complaint.referral",
    },
    "manager": {"company": OF_MANAGERS + " complaint.digest", "changes": "*"},
}
# Whose calls are tried one by one; the others' sight is compared only.
SWEPT = [
    *("", "customer", "employee", "relations2", "privacy", "clerk2", "clerk_macau"),
    *("supervisor_mk", "auditor", "watchmaker", "inspector"),
]
# Leaves a trace all the same: model, method, and why.
ALL_THE_SAME = {
    # a plain ticket gets its token when its link is asked for (portal.mixin)
    ("helpdesk.ticket", "get_portal_url"),
    # a file that is made for its reader
    ("complaint.manifest", "action_download"),
}


# Comes back although the record is not theirs: who, column, and where it is shown.
SHOWN = {
    # who leads an investigation reads of the packages without opening the case
    ("inspector", "complaint_solution.name", "jewellery.investigation"),
}


def names(words: str, models) -> set[str]:
    """The models these patterns name."""
    return {
        model for pattern in words.split() for model in fnmatch.filter(models, pattern)
    }


def level(login: str, model: str) -> str:
    found = PEOPLE[login]
    for word in ("company", "stores", "handed"):
        if names(found.get(word, ""), [model]):
            return word
    return "nothing"


def changes(login: str, model: str) -> bool:
    return bool(names(PEOPLE[login].get("changes", ""), [model]))


def known(models) -> set[str]:
    """The models that stand here, for anybody."""
    words = [NOBODYS, ADMINS, OF_MANAGERS, PRIVACY, COMMON, QUALITY]
    return set().union(*(names(part, models) for part in words))
