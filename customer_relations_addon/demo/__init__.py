# Told by demo/history.py; Odoo itself loads nothing of it.
