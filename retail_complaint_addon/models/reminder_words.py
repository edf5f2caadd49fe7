"""What reminders of the clock say, in the language of who reads them."""

from odoo import fields
from odoo.tools import format_datetime


class ReminderWords:
    """A batch tells many people the same: it is put into words once.

    :param tickets: any recordset of complaints (sudo)
    """

    def __init__(self, tickets):
        self._model = tickets.browse()
        self._known = {}

    def _once(self, key, words):
        if key not in self._known:
            self._known[key] = words()
        return self._known[key]

    def model(self, user):
        """Return the model in the language of the reader."""
        lang = user.lang
        return self._once(("model", lang), lambda: self._model.with_context(lang=lang))

    def summary(self, kind, user):
        """Return what is overdue."""

        def words():
            model = self.model(user)
            if kind == "critical":
                return model._critical_text()
            return model._missed_text(kind)

        return self._once((kind, user.lang), words)

    def moment(self, due, user):
        """Return when something was due, at the place of the reader."""

        def words():
            env = self.model(user).env
            return format_datetime(env, due, tz=user.tz, dt_format="short")

        return self._once((due, user.lang, user.tz), words)

    def today(self, user):
        """Return the day at the place of the reader."""

        def day():
            return fields.Date.context_today(self._model.with_context(tz=user.tz))

        return self._once(("today", user.tz), day)
