import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import figures, timing_lines

MOST_BYTES = 200_000
SHOWN_ERRORS = 20
ROW = Markup(
    "<tr class='%s'><td>%s</td><td class='d-none d-sm-table-cell'>%s</td><td>%s</td>"
    "<td class='text-end'>%s</td><td class='text-end'>%s</td>"
    "<td class='text-end'>%s</td></tr>"
)
TABLE = Markup(
    "<table class='table table-sm o_watch_lines'><thead><tr><th>%s</th>"
    "<th class='d-none d-sm-table-cell'>%s</th><th>%s</th><th class='text-end'>%s</th>"
    "<th class='text-end'>%s</th><th class='text-end'>%s</th></tr></thead>"
    "<tbody>%s</tbody></table>"
)


class WatchReadingsImport(models.TransientModel):
    """Lines of a timing device, looked at before they are taken.

    All lines are taken or none, and the text stays as it was pasted.
    """

    _name = "watch.readings.import"
    _inherit = ["complaint.raw.mixin"]
    _description = "Paste Readings of a Timing Device"

    diagnosis_id = fields.Many2one(
        comodel_name="watch.diagnosis",
        required=True,
        ondelete="cascade",
    )
    text = fields.Text(string="Lines of the Device")
    file = fields.Binary(string="Or a File", attachment=False)
    file_name = fields.Char()
    replace = fields.Boolean(
        string="Replace the Readings That Are There",
        help="Without this a position that is measured already is an error.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    error_count = fields.Integer(string="Errors", compute="_compute_preview")
    reading_count = fields.Integer(string="Readings", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")
    result = fields.Char(compute="_compute_preview")

    @api.onchange("file")
    def _onchange_file(self):
        """The file becomes the text, where it can be put right."""
        if not self.file:
            return
        self.text = self._text_of_file()
        self.file = False

    def _text_of_file(self):
        try:
            content = base64.b64decode(self.file)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("This file cannot be read.")) from error
        if len(content) > MOST_BYTES or b"\x00" in content.replace(b"\xff\xfe", b""):
            raise UserError(
                self.env._("This is no text file of a timing device, or too large.")
            )
        for coding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(coding)
            except UnicodeDecodeError:
                continue
        return content.decode("latin-1")

    @api.depends("text", "replace", "diagnosis_id")
    def _compute_preview(self):
        for screen in self:
            lines = screen._lines() if (screen.text or "").strip() else []
            screen.error_count = sum(1 for line in lines if line.error)
            screen.reading_count = sum(1 for line in lines if line.reading)
            screen.preview = screen._preview_of(lines) if lines else False
            screen.problem = screen._problem_text(screen.error_count)
            screen.result = screen._result_text(screen.reading_count)

    @api.model
    def _problem_text(self, count):
        if not count:
            return False
        if count == 1:
            return self.env._(
                "One line is not clear. Nothing is taken before it is put right."
            )
        return self.env._(
            "%(count)s lines are not clear. Nothing is taken before all of them are "
            "put right.",
            count=count,
        )

    @api.model
    def _result_text(self, count):
        if not count:
            return False
        if count == 1:
            return self.env._("One reading can be taken.")
        return self.env._("%(count)s readings can be taken.", count=count)

    def _lines(self):
        """Return the lines, with an error where a position is there already."""
        self.ensure_one()
        sheet = self.diagnosis_id
        quartz = bool(sheet) and not sheet._needs_positions()
        lines = timing_lines.parse(self.text or "", without_position=quartz)
        if not self.replace:
            known = {timing_lines.key(one) for one in sheet.reading_ids._as_readings()}
            for line in lines:
                if line.reading and timing_lines.key(line.reading) in known:
                    line.reading = None
                    line.error = timing_lines.LineError("known")
        return lines

    def _preview_of(self, lines):
        positions = dict(
            self.env["watch.diagnosis.reading"]
            ._fields["position"]
            ._description_selection(self.env)
        )
        rows = Markup("")
        for line in lines:
            one = line.reading
            if line.error:
                rows += ROW % (
                    "table-danger",
                    line.number,
                    line.text,
                    self._say(line.error),
                    "",
                    "",
                    "",
                )
                continue
            rows += ROW % (
                "",
                line.number,
                line.text,
                positions[one.position],
                figures.figure(one.rate, "s/d"),
                "" if one.amplitude is None else figures.figure(one.amplitude, "°"),
                "" if one.beat_error is None else figures.figure(one.beat_error, "ms"),
            )
        return TABLE % (
            self.env._("Line"),
            self.env._("Text"),
            self.env._("Position, or what is wrong"),
            self.env._("Rate"),
            self.env._("Amplitude"),
            self.env._("Beat error"),
            rows,
        )

    def _say(self, error):
        """Return what is wrong with a line, in words."""
        words = dict(error.words)
        if "name" in words:
            field = self.env["watch.diagnosis.reading"]._fields[words.pop("name")]
            words["field"] = field._description_string(self.env)
        for name in ("value", "low", "high"):
            if isinstance(words.get(name), float | int):
                words[name] = f"{words[name]:g}"
        say = self.env._
        return {
            "no_position": lambda: say(
                "The position is missing. Begin the line with it, as CH, 6H or dial up."
            ),
            "unknown_position": lambda: say(
                "“%(word)s” is no position. Known are CH, CB, 3H, 6H, 9H, 12H.", **words
            ),
            "no_rate": lambda: say("The rate is missing."),
            "wrong_unit": lambda: say(
                "“%(value)s” has another unit. Expected: %(expected)s.", **words
            ),
            "out_of_range": lambda: say(
                "%(field)s: %(value)s is not possible, only %(low)s to %(high)s "
                "%(unit)s.",
                **words,
            ),
            "not_a_number": lambda: say("“%(text)s” is not understood.", **words),
            "too_much": lambda: say("“%(text)s” is too much for this line.", **words),
            "twice": lambda: say(
                "Measured in line %(line)s already: another day, wind or temperature?",
                **words,
            ),
            "unknown_wind": lambda: say(
                "“%(word)s” is no state of wind: full, or 24h.", **words
            ),
            "known": lambda: say("This position is on the sheet already."),
            "empty": lambda: say("There are no lines."),
            "too_long": lambda: say(
                "At most %(lines)s lines and %(characters)s characters.", **words
            ),
        }[error.code]()

    def action_import(self):
        """Take all lines, or none and say which are wrong."""
        self.ensure_one()
        sheet = self.diagnosis_id
        sheet.check_access("write")
        sheet._check_still_open()
        lines = self._lines()
        wrong = [line for line in lines if line.error]
        if wrong:
            raise UserError(self._complaints(wrong))
        if self.replace:
            sheet.reading_ids.unlink()
        self.env["watch.diagnosis.reading"].create(
            [
                {"diagnosis_id": sheet.id, "sequence": 10 * n, **self._vals(line)}
                for n, line in enumerate(lines, 1)
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _complaints(self, wrong):
        told = [
            self.env._(
                "Line %(number)s: %(what)s",
                number=line.number,
                what=self._say(line.error),
            )
            for line in wrong[:SHOWN_ERRORS]
        ]
        if len(wrong) > SHOWN_ERRORS:
            told.append(
                self.env._("… and %(more)s more", more=len(wrong) - SHOWN_ERRORS)
            )
        told.append(self.env._("Nothing was taken; put the lines right and try again."))
        return "\n".join(told)

    @api.model
    def _vals(self, line):
        one = line.reading
        return {
            "position": one.position,
            "wind": one.wind,
            "day": one.day,
            "temperature_c": one.temperature,
            "rate_sd": one.rate,
            "amplitude_deg": one.amplitude or 0,
            "beat_error_ms": one.beat_error or 0,
            "chronograph": one.chronograph,
        }
