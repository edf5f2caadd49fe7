"""The people and the register of the demo: everybody signs in and has their role."""

import pytest

from support.client import Client

GROUP = "retail_complaint_addon.group_complaint_"
ROLES = {
    "clerk": "clerk",
    "clerk2": "clerk",
    "clerk3": "clerk",
    "clerk_mk": "clerk",
    "eshop": "clerk",
    "clerk_macau": "clerk",
    "supervisor": "supervisor",
    "supervisor2": "supervisor",
    "supervisor_mk": "supervisor",
    "manager": "manager",
    "director": "manager",
    "compliance": "manager",
    "auditor": "auditor",
}
EMPLOYEES = ("watchmaker", "inspector", "investigator")
STORES = {
    "clerk": {"TST"},
    "clerk3": {"TST"},
    "clerk2": {"CWB"},
    "clerk_mk": {"MK"},
    "eshop": {"WEB"},
    "supervisor": {"TST"},
    "supervisor2": {"CWB"},
    "clerk_macau": {"MAC"},
}
LIMITS = {
    "clerk": 1000,
    "clerk2": 1000,
    "clerk3": 1000,
    "eshop": 1000,
    "supervisor": 10000,
    "supervisor2": 10000,
    "manager": 50000,
    "director": None,
}
WITHOUT_AUTHORITY = ("compliance", "auditor", "connector", "admin", *EMPLOYEES)


@pytest.mark.parametrize("login", ROLES)
def test_everybody_signs_in_and_has_the_role(people, rows, login):
    client = people(login)
    assert client.call("res.users", "has_group", [client.uid], GROUP + ROLES[login])
    assert client.call("helpdesk.ticket", "get_complaint_home")["sections"]
    assert client.get("/odoo").status_code == 200


@pytest.mark.parametrize("login", EMPLOYEES)
def test_the_workshop_signs_in_and_sees_no_complaint(people, login):
    client = people(login)
    assert client.call("res.users", "has_group", [client.uid], "base.group_user")
    complaints = [("is_complaint", "=", True)]
    assert client.call("helpdesk.ticket", "search_count", complaints) == 0


@pytest.mark.parametrize("login", STORES)
def test_a_clerk_sees_the_cases_of_the_own_store(people, rows, login):
    found = people(login).call(
        "helpdesk.ticket", "search_read", [("is_complaint", "=", True)], ["store_id"]
    )
    assert {case["store_id"][1].split(" ")[0] for case in found} == STORES[login]
    total = rows.one("SELECT count(*) FROM helpdesk_ticket WHERE is_complaint")
    assert 5 < len(found) < total / 2


def test_nobody_reads_the_case_they_are_complained_about_in(people, rows):
    cases = rows(
        "SELECT rel.ticket_id, u.login FROM helpdesk_ticket_involved_user_rel rel"
        " JOIN res_users u ON u.id = rel.user_id"
    )
    assert {login for _case, login in cases} >= {"clerk3", "supervisor2"}
    for case, login in cases:
        found = people(login).call(
            "helpdesk.ticket", "search_count", [("id", "=", case)]
        )
        assert found == 0, f"{login} reads case {case}"


def test_the_managers_see_the_company_and_the_director_two(people):
    companies = "helpdesk.ticket", "formatted_read_group"
    domain = [("is_complaint", "=", True)]
    manager = people("manager").call(*companies, domain, ["company_id"], ["__count"])
    assert {group["company_id"][1] for group in manager} == {"Harbour Time & Jewellery"}
    both = people("director").call(
        *companies,
        domain,
        ["company_id"],
        ["__count"],
        context={"allowed_company_ids": _companies(people("director"))},
    )
    assert {group["company_id"][1] for group in both} == {
        "Harbour Time & Jewellery",
        "Harbour Time & Jewellery Macau",
    }


def _companies(client):
    return client.call("res.users", "read", [client.uid], ["company_ids"])[0][
        "company_ids"
    ]


def test_the_customer_sees_the_own_cases_in_the_portal(people):
    customer = people("customer")
    found = customer.call(
        "helpdesk.ticket", "search_read", [("is_complaint", "=", True)], ["name"]
    )
    assert len(found) == 4
    page = customer.get("/my/complaints")
    assert page.status_code == 200
    assert "Hands of the Perle have lost their colour" in page.text


def test_the_connector_has_its_key_and_nothing_to_see(demo, rows):
    connector = Client(demo.url, demo.database, "connector").sign_in()
    assert connector.uid
    groups = rows(
        "SELECT data.name FROM res_groups_users_rel rel"
        " JOIN res_users u ON u.id = rel.uid"
        " JOIN ir_model_data data"
        "   ON data.model = 'res.groups' AND data.res_id = rel.gid"
        " WHERE u.login = 'connector' AND data.module = 'retail_complaint_addon'"
    )
    assert groups == [("group_complaint_connector",)]


@pytest.mark.parametrize("login", LIMITS)
def test_the_register_gives_the_limits_of_the_table(rows, login):
    assert rows(
        "SELECT CASE WHEN unlimited THEN NULL ELSE amount_limit END"
        "  FROM complaint_authority a"
        "  JOIN complaint_authority_user_rel rel ON rel.authority_id = a.id"
        "  JOIN res_users u ON u.id = rel.user_id"
        "  JOIN res_currency c ON c.id = a.currency_id AND c.name = 'HKD'"
        " WHERE u.login = %s AND a.active",
        login,
    ) == [(LIMITS[login],)]


@pytest.mark.parametrize("login", WITHOUT_AUTHORITY)
def test_the_others_have_no_authority(rows, login):
    assert not rows(
        "SELECT 1 FROM complaint_authority_user_rel rel"
        " JOIN res_users u ON u.id = rel.user_id WHERE u.login = %s",
        login,
    )


def test_the_company_is_one_of_hong_kong(rows):
    company = rows(
        "SELECT company.name, currency.name, country.code FROM res_company company"
        " JOIN res_users u ON u.company_id = company.id AND u.login = 'admin'"
        " JOIN res_currency currency ON currency.id = company.currency_id"
        " JOIN res_partner partner ON partner.id = company.partner_id"
        " JOIN res_country country ON country.id = partner.country_id"
    )
    assert company == [("Harbour Time & Jewellery", "HKD", "HK")]


def test_every_address_is_one_of_nobody(rows):
    """Demo mails can never reach anybody."""
    assert not rows(
        "SELECT data.name, email FROM ir_model_data data"
        " JOIN res_partner partner ON partner.id = data.res_id"
        " WHERE data.model = 'res.partner' AND data.module = 'retail_complaint_addon'"
        " AND email IS NOT NULL AND email !~ '[@.]example[.]com$'"
    )
