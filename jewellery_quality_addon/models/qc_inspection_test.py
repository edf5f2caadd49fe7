from odoo import api, models
from odoo.exceptions import UserError

from ..rules import tolerances
from .jewellery_stone import FEI_CUI_TYPES
from .qc_inspection_line import EARLY


class QcInspection(models.Model):
    """What is asked: the questions of the test, with the ranges of this piece."""

    _inherit = "qc.inspection"

    @api.private  # takes a record: called over RPC it could only crash
    def set_test(self, trigger_line, force_fill=False):
        """Set the test of a trigger; results of jewellery are never filled in."""
        ours = self.filtered("is_jewellery")
        result = super(QcInspection, self - ours).set_test(
            trigger_line, force_fill=force_fill
        )
        for inspection in ours:
            inspection._check_lines_open(EARLY)
            inspection.test = trigger_line.test
            inspection._rebuild_lines()
        return result

    def _rebuild_lines(self):
        """Ask anew: nothing a client has put there survives."""
        for inspection in self:
            lines = inspection._prepare_inspection_lines(inspection.test)
            inspection.sudo()._trusted().inspection_lines.unlink()
            inspection.sudo()._trusted().write({"inspection_lines": lines})

    def _prepare_inspection_line(self, test, line, fill=None):
        if not test.jewellery_kind:
            return super()._prepare_inspection_line(test, line, fill=fill)
        data = super()._prepare_inspection_line(test, line, fill=False)
        data["jewellery_criterion"] = line.jewellery_criterion or "appearance"
        data["critical_question"] = line.critical
        data["source"] = line.source
        found = tolerances.of(line.jewellery_criterion or "", self._piece_sold())
        if found:
            data["min_value"], data["max_value"] = found.low, found.high
            data["source"] = found.source
        elif tolerances.says_nothing(
            line.jewellery_criterion or "", line.min_value, line.max_value
        ):
            raise UserError(
                self.env._(
                    "%(question)s: the sheet of %(piece)s does not say what it was "
                    "sold as. Complete the sheet first.",
                    question=line.name,
                    piece=self.lot_id.display_name or self.env._("the piece"),
                )
            )
        data["expected"] = self._expected(line.jewellery_criterion)
        return data

    def _piece_sold(self):
        """Return what the piece is sold as, for the plain rules."""
        lot = self.lot_id[:1].sudo()
        shapes = [(stone.shape or "").lower() for stone in lot.jewellery_stone_ids]
        stones = lot.jewellery_certificate_ids or lot.jewellery_stone_ids
        return tolerances.Piece(
            fineness=lot.fineness,
            weight_g=lot.jewellery_weight_g,
            ring_size=lot.ring_size,
            plating_kind=lot.plating_kind or "",
            plating_um=lot.plating_um,
            worn_as=lot.worn_as or "",
            v_prongs=any("princess" in shape for shape in shapes),
            carat=stones[:1].carat,
        )

    def _expected(self, criterion):
        """Return in words what the sheet of the piece says."""
        lot = self.lot_id[:1].sudo()
        certificate = lot.jewellery_certificate_ids[:1]
        stones = lot.jewellery_stone_ids
        if criterion == "fei_cui_type":
            found = stones.filtered("fei_cui_type")[:1].fei_cui_type
            return dict(FEI_CUI_TYPES).get(found, "").replace(" + ", "") or False
        if criterion == "inscription":
            return certificate.display_name if certificate else False
        if criterion in ("colour", "clarity"):
            return (certificate or stones[:1])[criterion] or False
        if criterion == "carat":
            carat = (certificate or stones[:1]).carat
            return f"{carat:g} ct" if carat else False
        named = {
            "fineness": ("fineness", "‰"),
            "weight": ("jewellery_weight_g", "g"),
            "ring_size": ("ring_size", "mm"),
            "plating": ("plating_um", "µm"),
        }
        if criterion not in named:
            return False
        name, unit = named[criterion]
        return f"{lot[name]:g} {unit}" if lot[name] else False
