from odoo import fields, models

KINDS = [
    ("fineness", "Fineness"),
    ("weight", "Weight"),
    ("prong", "Prongs"),
    ("plating", "Plating"),
    ("nickel", "Nickel Release"),
    ("ring_size", "Ring Size"),
    ("security", "Stone Security"),
    ("certificate", "Certificate and Grades"),
    ("fei_cui", "Fei Cui"),
    ("appearance", "Appearance"),
]
CRITERIA = [
    ("fineness", "Fineness"),
    ("weight", "Weight"),
    ("prong_contact", "Contact of the Prong"),
    ("prong_height", "Height of the Prong"),
    ("plating", "Thickness of the Plating"),
    ("nickel", "Nickel Release"),
    ("ring_size", "Ring Size"),
    ("carat", "Weight of the Stone"),
    ("colour", "Grades of Colour Below"),
    ("clarity", "Grades of Clarity Below"),
    ("inscription", "Inscription and Certificate"),
    ("treatment", "Treatment"),
    ("fei_cui_type", "Type of Fei Cui"),
    ("security", "Hold of the Stone"),
    ("appearance", "Appearance"),
]


class QcTest(models.Model):
    _inherit = "qc.test"

    jewellery_kind = fields.Selection(
        KINDS,
        index="btree_not_null",
        help="Makes it a test of jewellery: instrument and method are asked for, and "
        "what failed needs a second person.",
    )
    needs_photo = fields.Boolean(help="Cannot be confirmed without a photo.")


class QcTestQuestion(models.Model):
    _inherit = "qc.test.question"

    jewellery_criterion = fields.Selection(
        CRITERIA,
        help="Takes the range from the sheet of the piece instead of the figures here, "
        "where the sheet says something.",
    )
    critical = fields.Boolean(
        help="Failing it makes the linked complaint critical and tells Compliance."
    )
    source = fields.Char(help="Where the range comes from.")


class QcTestQuestionValue(models.Model):
    _inherit = "qc.test.question.value"

    code = fields.Char(help="As the type of fei cui: a, b, c or bc.")
