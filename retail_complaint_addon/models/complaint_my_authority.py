"""The page "My authority", and the matrix for managers."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

READER = "retail_complaint_addon.group_complaint_reader"
MATRIX_READERS = (
    "retail_complaint_addon.group_complaint_manager",
    "retail_complaint_addon.group_complaint_auditor",
    "retail_complaint_addon.group_complaint_authority_admin",
)


class ComplaintAuthority(models.Model):
    _inherit = "complaint.authority"

    @api.model
    @api.readonly
    def get_my_authority(self):
        """Return what the current user may settle, must refer, and who may do more.

        :return: dict with ``records`` (own and as deputy), ``conditions``, ``above``
            and ``absence``; amounts are formatted for display
        :raises AccessError: for users outside the complaint desk
        """
        self._check_reader(READER)
        user = self.env.user
        mine = self._valid_records(user)
        deputised = self._absences_i_cover()
        records = [self._as_line(record) for record in mine]
        for absence in deputised:
            records += [
                {**self._as_line(record), "deputy_for": absence.user_id.name}
                for record in self._valid_records(absence.user_id)
            ]
        return {
            "user": user.name,
            "records": records,
            "highest": max(records, key=lambda line: line["rank"], default=None),
            "conditions": self._condition_lines(),
            "above": self._who_may_settle_more(mine),
            "absence": self._my_absence_lines(),
        }

    @api.model
    @api.readonly
    def get_matrix(self):
        """Return the register as a matrix: holder × solution type × limit.

        :return: dict with ``types`` (id, name) and ``rows`` (record, holders, cells by
            type id)
        :raises AccessError: for everybody but managers, auditors and keepers
        """
        self._check_reader(*MATRIX_READERS)
        types = self.env["complaint.solution.type"].search([])
        rows = []
        for record in self.search(self._valid_domain()):
            line = self._as_line(record)
            rows.append(
                {
                    **line,
                    "holders": self._holder_names(record),
                    "cells": {
                        kind.id: line["limit"]
                        for kind in types
                        if not record.type_ids or kind in record.type_ids
                    },
                }
            )
        return {
            "types": [{"id": kind.id, "name": kind.name} for kind in types],
            "rows": rows,
        }

    @api.model
    def _check_reader(self, *groups):
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("The authority register is for the complaint desk.")
            )

    @api.model
    def _valid_domain(self):
        today = fields.Date.context_today(self)
        return Domain.AND(
            [
                Domain("company_id", "in", self.env.companies.ids),
                Domain("date_from", "=", False) | Domain("date_from", "<=", today),
                Domain("date_to", "=", False) | Domain("date_to", ">=", today),
            ]
        )

    @api.model
    def _valid_records(self, user):
        held = Domain("user_ids", "in", user.ids)
        held |= Domain("group_ids", "in", user.sudo().all_group_ids.ids)
        return self.sudo().search(self._valid_domain() & held)

    @api.model
    def _absences_i_cover(self):
        today = fields.Date.context_today(self)
        return (
            self.env["complaint.absence"]
            .sudo()
            .search(
                [
                    ("deputy_id", "=", self.env.uid),
                    ("date_from", "<=", today),
                    ("date_to", ">=", today),
                    ("user_id.active", "=", True),
                ]
            )
        )

    @api.model
    def _my_absence_lines(self):
        absences = (
            self.env["complaint.absence"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("date_to", ">=", fields.Date.context_today(self)),
                ]
            )
        )
        return [
            {
                "from": fields.Date.to_string(absence.date_from),
                "to": fields.Date.to_string(absence.date_to),
                "deputy": absence.deputy_id.name or "",
            }
            for absence in absences
        ]

    @api.model
    def _as_line(self, record):
        limit = (
            self.env._("Unlimited")
            if record.unlimited
            else record.currency_id.format(record.amount_limit)
        )
        return {
            "id": record.id,
            "name": record.name,
            "company": record.company_id.name,
            "limit": limit,
            "rank": record.rank,
            "unlimited": record.unlimited,
            "types": record.type_ids.mapped("name"),
            "categories": record.category_ids.mapped("complete_name"),
            "date_from": record.date_from and fields.Date.to_string(record.date_from),
            "date_to": record.date_to and fields.Date.to_string(record.date_to),
            "duties": record.duties or "",
            "must_refer": record.must_refer or "",
            "deputy_for": "",
        }

    @api.model
    def _condition_lines(self):
        conditions = self.env["complaint.condition"].search([])
        return [
            {
                "name": condition.name,
                "group": condition.sudo().group_id.name,
                "reason": condition.reason or "",
            }
            for condition in conditions
        ]

    @api.model
    def _who_may_settle_more(self, mine):
        """Return the holders of higher limits the user works with, lowest first."""
        rank = max(mine.mapped("rank"), default=-1)
        higher = self.sudo().search(
            self._valid_domain() & Domain("rank", ">", rank), order="rank, id", limit=20
        )
        near = self._colleagues()
        lines = []
        for record in higher:
            holders = record.user_ids | record.group_ids.all_user_ids
            holders = holders.filtered("active") & near
            if holders:
                line = self._as_line(record)
                names = ", ".join(holders.mapped("name"))
                lines.append({"limit": line["limit"], "holders": names})
        return lines

    @api.model
    def _colleagues(self):
        """Return who can see cases of the user's stores: their members and managers."""
        stores = (
            self.env["retail.store"].sudo().search([("member_ids", "in", self.env.uid)])
        )
        managers = self.env.ref("retail_complaint_addon.group_complaint_manager")
        return stores.upper_member_ids | managers.sudo().all_user_ids

    @api.model
    def _holder_names(self, record):
        record = record.sudo()
        names = record.user_ids.mapped("name") + record.group_ids.mapped("name")
        return ", ".join(names)
