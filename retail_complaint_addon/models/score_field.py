from odoo import fields


class NoAnswer:
    """A number whose missing value stays NULL.

    Odoo's fields store 0 for nothing; 0 is the worst answer of the recommendation
    question, and would pull every average down.
    """

    falsy_value = None
    aggregator = "avg"
    _number = None

    def convert_to_column(self, value, record, values=None, validate=True):
        return self.convert_to_cache(value, record, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False or value == "":
            return None
        return self._number(value)

    def convert_to_record(self, value, record):
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is False or value is None else value


class ScoreField(NoAnswer, fields.Integer):
    """An answer on a scale."""

    _number = int


class HoursField(NoAnswer, fields.Float):
    """Hours: what never came is not 0 hours late."""

    _number = float
