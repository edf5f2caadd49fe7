# Loaded by demo/history.py only: Odoo needs nothing of it.
