from odoo.tests import HttpCase, tagged
from odoo.tests.common import no_retry

from odoo.addons.web.tests import test_js

SUITE = "@watch_complaint_addon"


@tagged("post_install", "-at_install")
class TestWidgets(HttpCase):
    """The product card and the sheet in a browser, without a server behind them."""

    @no_retry
    def test_hoot(self):
        job = test_js.HOOTCommon._generate_hash(self, SUITE)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={job}",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
