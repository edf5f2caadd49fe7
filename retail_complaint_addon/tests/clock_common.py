from datetime import datetime

from odoo import Command

from .common import ComplaintCommon

# Monday 2 March 2026, 10:00 in Hong Kong.
MONDAY = datetime(2026, 3, 2, 2)


class ClockCommon(ComplaintCommon):
    """The store of the tests is open 9 to 18, Monday to Friday, in Hong Kong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._calendar("Asia/Hong_Kong")
        cls.store.resource_calendar_id = cls.calendar

    @classmethod
    def _calendar(cls, zone, hours=((9, 18),), days=range(5), holidays=()):
        """Return opening hours; holidays are given as UTC texts, from and until."""
        return cls.env["resource.calendar"].create(
            {
                "name": f"Opening hours {zone}",
                "tz": zone,
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "open",
                                "dayofweek": str(day),
                                "hour_from": begin,
                                "hour_to": end,
                            }
                        )
                        for day in days
                        for begin, end in hours
                    ),
                ],
                "leave_ids": [
                    Command.create(
                        {"name": "Holiday", "date_from": begin, "date_to": end}
                    )
                    for begin, end in holidays
                ],
            }
        )

    def _todos(self, ticket, kind):
        """Return the to-dos of a case of one kind."""
        xmlid = f"retail_complaint_addon.mail_activity_type_{kind}"
        return ticket.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == self.env.ref(xmlid)
        )
