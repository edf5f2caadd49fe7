"""A new stone is worth a stone: replacing it no longer counts the whole piece."""

from odoo.tools.sql import SQL

BEFORE = "A stone of the same kind and grade. Amount: its retail value."
AFTER = (
    "A stone of the same kind and grade. Amount: what the stone is worth or costs with "
    "the work, not the whole piece."
)


def migrate(cr, version):
    """What a person has changed since stays as it is.

    The translations of the old text go with it: the update fills in those of the new.
    """
    cr.execute(
        SQL(
            """
            UPDATE complaint_solution_type kind
               SET amount_basis = 'cost',
                   description = CASE WHEN kind.description->>'en_US' = %s
                       THEN jsonb_build_object('en_US', %s::text)
                       ELSE kind.description END
              FROM ir_model_data data
             WHERE data.module = 'jewellery_quality_addon'
               AND data.name = 'solution_type_replace_stone'
               AND data.model = 'complaint.solution.type'
               AND data.res_id = kind.id
               AND kind.amount_basis = 'retail' AND kind.write_uid = 1
            """,
            BEFORE,
            AFTER,
        )
    )
