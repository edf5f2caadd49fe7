"""What several journeys need before they start."""

import pytest


@pytest.fixture
def surveys_at_once(rpc, sql):
    """The company sends its surveys on the day a case is closed."""
    admin = rpc("admin")
    company = sql.one("SELECT res_id FROM ir_model_data WHERE name = 'main_company'")
    names = ["complaint_survey_delay"]
    [before] = admin.call("res.company", "read", [company], names)
    admin.call("res.company", "write", [company], {names[0]: 0})
    yield
    admin.call("res.company", "write", [company], {names[0]: before[names[0]]})
