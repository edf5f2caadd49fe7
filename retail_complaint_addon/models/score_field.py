from odoo import fields


class ScoreField(fields.Integer):
    """An integer whose missing answer stays NULL.

    ``fields.Integer`` stores 0 for nothing; 0 is the worst answer of the
    recommendation question, and would pull every average down.
    """

    falsy_value = None
    aggregator = "avg"

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False or value == "":
            return None
        return int(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is False or value is None else value
