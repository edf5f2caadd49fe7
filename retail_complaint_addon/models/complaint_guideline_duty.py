from odoo import fields, models

from .document_page import TOPICS

# Everybody who handles complaints × every guideline that asks for confirmation, in the
# language of the person: the page in that language, in one near to it, the first page.
QUERY = """
    WITH RECURSIVE roles(gid) AS (
        SELECT res_id FROM ir_model_data
         WHERE module = 'retail_complaint_addon' AND name = 'group_complaint_clerk'
         UNION
        SELECT implied.gid FROM res_groups_implied_rel implied
          JOIN roles ON roles.gid = implied.hid
    ), people AS (
        SELECT DISTINCT usr.id, usr.company_id, coalesce(partner.lang, 'en_US') AS lang
          FROM res_users usr
          JOIN res_partner partner ON partner.id = usr.partner_id
          JOIN res_groups_users_rel member ON member.uid = usr.id
          JOIN roles ON roles.gid = member.gid
         WHERE usr.active AND NOT usr.share
    )
    SELECT root.id::bigint * 1000000 + people.id AS id,
           shown.id AS page_id,
           shown.history_head AS version_id,
           root.guideline_topic AS topic,
           people.id AS user_id,
           people.company_id AS company_id,
           confirmed.confirmed_at AS confirmed_at,
           CASE WHEN confirmed.id IS NULL THEN 'open' ELSE 'confirmed' END AS state
      FROM document_page root
      JOIN people ON root.company_id IS NULL OR EXISTS (
            SELECT 1 FROM res_company_users_rel works
             WHERE works.user_id = people.id AND works.cid = root.company_id)
CROSS JOIN LATERAL (
        SELECT page.id, page.history_head
          FROM document_page page
     LEFT JOIN res_lang lang ON lang.id = page.guideline_lang_id
         WHERE (page.id = root.id OR page.guideline_of_id = root.id)
           AND page.active AND page.history_head IS NOT NULL
      ORDER BY coalesce(lang.code = people.lang, false) DESC,
               coalesce(left(lang.code, 2) = left(people.lang, 2), false) DESC,
               CASE WHEN left(lang.code, 2) = left(people.lang, 2)
                    THEN lang.code END DESC NULLS LAST,
               page.id = root.id DESC
         LIMIT 1
     ) AS shown
 LEFT JOIN complaint_guideline_confirmation confirmed
        ON confirmed.version_id = shown.history_head
       AND confirmed.user_id = people.id
     WHERE root.is_guideline AND root.needs_confirmation AND root.active
       AND root.type = 'content' AND root.guideline_of_id IS NULL
"""


class ComplaintGuidelineDuty(models.Model):
    """Which guidelines each member of staff has to confirm, and whether they did."""

    _name = "complaint.guideline.duty"
    _description = "Guideline to Confirm"
    _inherit = ["complaint.export.mixin"]
    _auto = False
    _order = "state desc, topic, page_id, user_id"
    _rec_name = "page_id"
    _depends = {
        "document.page": [
            "active",
            "company_id",
            "guideline_lang_id",
            "guideline_of_id",
            "guideline_topic",
            "history_head",
            "is_guideline",
            "needs_confirmation",
            "type",
        ],
        "res.users": ["active", "company_id", "company_ids", "group_ids", "share"],
        "res.partner": ["lang"],
        "res.groups": ["implied_ids"],
    }

    page_id = fields.Many2one("document.page", string="Guideline", readonly=True)
    version_id = fields.Many2one("document.page.history", readonly=True)
    topic = fields.Selection(selection=TOPICS, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    confirmed_at = fields.Datetime(string="Confirmed", readonly=True)
    state = fields.Selection(
        selection=[("open", "To Confirm"), ("confirmed", "Confirmed")], readonly=True
    )

    @property
    def _table_query(self):
        return QUERY

    def action_read_guideline(self):
        """Open the guideline with its button to confirm."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "document.page",
            "res_id": self.page_id.id,
            "views": [
                (
                    self.env.ref(
                        "retail_complaint_addon.document_page_view_form_guideline"
                    ).id,
                    "form",
                )
            ],
        }
