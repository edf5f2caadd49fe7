from lxml import html

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.rendering_tools import parse_inline_template, render_inline_template

from .complaint_notice import KINDS
from .helpdesk_ticket_people import MANAGER

RENDERED = ("subject", "body_html")
# What a template of a notice may do: show, choose and repeat plain values.
DIRECTIVES = {
    "t-out",
    "t-if",
    "t-elif",
    "t-else",
    "t-foreach",
    "t-as",
    "t-set",
    "t-value",
}
ATTRIBUTES = ("t-att-", "t-attf-")


class MailTemplate(models.Model):
    """Templates of notices see a few plain values, never the case itself.

    So that no template, however it is written, can show the customer names of staff,
    internal notes, costs or limits.
    """

    _inherit = "mail.template"

    complaint_notice_kind = fields.Selection(
        KINDS, string="Notice to the Customer", index="btree_not_null"
    )
    complaint_company_id = fields.Many2one(
        "res.company",
        string="Only for Company",
        help="Empty: for every company that has none of its own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._check_may_speak()
        return templates

    def write(self, vals):
        self._check_may_speak()
        result = super().write(vals)
        self._check_may_speak()
        return result

    def unlink(self):
        self._check_may_speak()
        return super().unlink()

    def _check_may_speak(self):
        """:raises AccessError: when somebody else than managers words a notice

        Every employee may make templates of their own; one of a notice would be sent
        to each customer in the name of the company.
        """
        notices = self.sudo().filtered("complaint_notice_kind")
        user = self.env.user
        if not notices or self.env.su or user.has_group("base.group_system"):
            return
        if user.has_group(MANAGER) and notices.complaint_company_id <= user.company_ids:
            if all(notice.complaint_company_id for notice in notices):
                return
        raise AccessError(
            self.env._(
                "Notices are worded by managers of the complaint desk for their "
                "company, and by administrators for all."
            )
        )

    @api.model
    def _of_notice(self, kind, company):
        """Return the template of the company for this kind, else the shared one."""
        templates = self.sudo().search(
            [
                ("complaint_notice_kind", "=", kind),
                ("complaint_company_id", "in", [company.id, False]),
            ],
            order="id",
        )
        own = templates.filtered("complaint_company_id")
        return (own or templates)[:1]

    def _render_field(self, field, res_ids, *args, **kwargs):
        """Wherever a template of a notice is used, it sees the same plain values."""
        if not self.complaint_notice_kind or field not in RENDERED:
            return super()._render_field(field, res_ids, *args, **kwargs)
        tickets = self.env["helpdesk.ticket"].browse(res_ids)
        tickets.check_access("read")
        kind = self.complaint_notice_kind
        result = {}
        for ticket in tickets:
            lang = kwargs.get("set_lang") or ticket._survey_lang()
            values = ticket._customer_values(kind, lang)
            position = RENDERED.index(field)
            result[ticket.id] = self._render_notice(values, lang)[position]
        return result

    def _render_notice(self, values, lang):
        """Return subject and body with these plain values, in this language."""
        self.ensure_one()
        template = self.sudo().with_context(lang=lang)
        try:
            subject = render_inline_template(
                parse_inline_template(template.subject or ""), dict(values)
            )
            node = html.fragment_fromstring(
                template.body_html or "", create_parent="div"
            )
            self._check_directives(node)
            body = self.env["ir.qweb"]._render(
                node, dict(values), minimal_qcontext=True, lang=lang
            )
        except Exception as error:
            raise UserError(
                self.env._(
                    "The template “%(name)s” cannot be used: %(why)s",
                    name=self.sudo().name,
                    why=error,
                )
            ) from error
        return subject, body

    @api.model
    def _check_directives(self, node):
        """:raises ValidationError: when a template would do more than show values"""
        for element in node.iter():
            for name in element.attrib:
                if not name.startswith("t-") or name in DIRECTIVES:
                    continue
                if not name.startswith(ATTRIBUTES):
                    raise ValidationError(
                        self.env._("“%(name)s” is not allowed there.", name=name)
                    )
