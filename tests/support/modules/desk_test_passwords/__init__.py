"""For servers of the tests: a password is checked at once, not in half a second."""

from odoo.addons.base.models import res_users

res_users.MIN_ROUNDS = 1
