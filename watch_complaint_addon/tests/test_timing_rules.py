import doctest
import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..rules import timing, timing_lines, verdict
from ..rules.timing import Reading
from ..rules.timing_lines import parse
from ..rules.verdict import Findings, Rating, Tolerance, judge, judge_sheet, overall

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIVE = ("dial_up", "dial_down", "crown_left", "crown_down", "crown_up")
# ISO 3159: the limits of the larger and of the smaller movements (sources T1, T2)
LARGE = {
    "mean_rate": (-4, 6),
    "mean_variation": (0, 2),
    "greatest_variation": (0, 5),
    "horizontal_vertical": (-6, 8),
    "largest_deviation": (0, 10),
    "thermal_variation": (-0.6, 0.6),
    "rate_resumption": (-5, 5),
}
SMALL = {
    "mean_rate": (-5, 8),
    "mean_variation": (0, 3.4),
    "greatest_variation": (0, 7),
    "horizontal_vertical": (-8, 10),
    "largest_deviation": (0, 15),
    "thermal_variation": (-0.7, 0.7),
    "rate_resumption": (-6, 6),
}


def sheet(*rates, positions=FIVE, **kwargs):
    pairs = zip(positions, rates, strict=False)
    return [Reading(one, rate, **kwargs) for one, rate in pairs]


@tagged("post_install", "-at_install")
class TestTimingRules(BaseCase):
    def test_examples_of_the_modules(self):
        for module in (timing, verdict, timing_lines):
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)

    def test_limits_of_the_standard_are_allowed(self):
        for limits in (LARGE, SMALL):
            for criterion, (low, high) in limits.items():
                tolerance = Tolerance(criterion, low, high)
                table = [(low, "pass"), (high, "pass"), (round(high + 0.01, 2), "fail")]
                if low:
                    table.append((round(low - 0.01, 2), "fail"))
                for value, expected in table:
                    with self.subTest(criterion=criterion, value=value):
                        self.assertEqual(judge(tolerance, value).verdict, expected)

    def test_sums_of_floats_do_not_leave_the_class(self):
        """0.1 + 0.2 is not 0.3; a mean of exactly six is within up to six."""
        readings = sheet(5.7, 6.1, 6.3, 5.8, 6.1)
        self.assertEqual(timing.mean_rate(readings, "5"), 6.0)
        limit = Tolerance("mean_rate", -4, 6)
        self.assertEqual(judge(limit, timing.mean_rate(readings, "5")).verdict, "pass")

    def test_table_of_figures(self):
        gains = sheet(16, 15, 12, 14, 13)
        table = [
            (timing.mean_rate(gains, "5"), 14.0),
            (timing.position_delta(gains, "5"), 4.0),
            (timing.horizontal_vertical(gains), 2.5),
            (timing.largest_deviation(gains, "5"), 2.0),
            (timing.mean_rate(gains, "6"), None),
            (timing.mean_rate(gains, "3"), 14.0),
            (timing.mean_variation(gains, "5"), None),
            (timing.mean_rate([], "2"), None),
            (timing.month_rate(sheet(0.5, positions=("none",))), 15.0),
        ]
        for place, (found, expected) in enumerate(table):
            with self.subTest(place=place):
                self.assertEqual(found, expected)

    def test_only_full_wind_at_room_temperature_counts(self):
        readings = sheet(1, 1, 1, 1, 1)
        readings += sheet(90, 90, wind="h24") + sheet(90, temperature=38)
        readings += sheet(90, 90, chronograph=True)
        self.assertEqual(timing.mean_rate(readings, "5"), 1.0)
        self.assertEqual(timing.isochronism(readings), 89.0)
        self.assertEqual(timing.chrono_rate(readings), 90.0)

    def test_the_long_test_of_the_standard(self):
        """Two days in five positions, three temperatures, and back again."""
        readings = sheet(2, 3, 1, 2, 2) + sheet(3, 5, 1, 2, 4, day=2)
        readings += sheet(-7, 11, positions=("dial_up",) * 2, temperature=8)[:1]
        readings += sheet(11, temperature=38)
        readings += [Reading("crown_left", 4, day=15)]
        self.assertEqual(timing.mean_variation(readings, "5"), 1.0)
        self.assertEqual(timing.greatest_variation(readings, "5"), 2.0)
        self.assertEqual(timing.thermal_variation(readings), 0.6)
        self.assertEqual(timing.rate_resumption(readings), 3.0)

    def test_missing_positions_are_no_verdict(self):
        tolerances = [Tolerance("mean_rate", -4, 6)]
        nothing = Findings(), Rating()
        rows, result = judge_sheet(tolerances, "5", sheet(1, 1, 1), *nothing)
        self.assertEqual(result, "incomplete")
        self.assertEqual(rows[0].reason, "positions_missing")
        _rows, result = judge_sheet(tolerances, "5", sheet(1, 1, 1, 1, 1), *nothing)
        self.assertEqual(result, "in_class")
        _rows, result = judge_sheet(
            tolerances, "5", sheet(16, 15, 12, 14, 13), *nothing
        )
        self.assertEqual(result, "out_of_class")

    def test_findings_decide_too(self):
        fine = [judge(Tolerance("mean_rate", -4, 6), 1)]
        bad = [
            Findings(running="stopped"),
            Findings(power_reserve=41.9),
            Findings(water_bar=3, water_leaks=True),
            Findings(magnetised=True),
            Findings(moisture=True),
        ]
        for findings in bad:
            with self.subTest(findings=findings):
                rows = verdict.judge_findings(findings, Rating(42, 10))
                self.assertEqual(overall(fine + rows), "out_of_class")
        good = Findings("runs", 42, 10, False, "air", False, False)
        rows = verdict.judge_findings(good, Rating(42, 10))
        self.assertEqual({one.verdict for one in rows}, {"pass"})
        self.assertEqual(overall(fine + rows), "in_class")

    def test_amplitude_is_advice_and_names_the_worst(self):
        tolerance = Tolerance("amplitude", 250, 315, (270, 310), role="advice")
        table = [
            ([250, 315], "pass", 250, "acceptable"),
            ([270, 310], "pass", 270, "good"),
            ([280, 316], "fail", 316, "high"),
            ([249.99, 280], "fail", 249.99, "low"),
            ([], "na", None, ""),
        ]
        for found, expected, measured, band in table:
            with self.subTest(found=found):
                row = verdict.judge_amplitude(tolerance, found)
                self.assertEqual(
                    (row.verdict, row.measured, row.band), (expected, measured, band)
                )

    @calm
    @given(st.floats(allow_nan=True, allow_infinity=True))
    def test_any_figure_has_a_verdict(self, value):
        row = judge(Tolerance("mean_rate", -4, 6), value)
        good = math.isfinite(value) and -4 <= round(value, 2) <= 6
        self.assertEqual(row.verdict == "pass", good)


@tagged("post_install", "-at_install")
class TestTimingLines(BaseCase):
    def _one(self, text):
        [line] = parse(text)
        return line

    def test_lines_of_devices(self):
        full = Reading("dial_up", 5.2, 285, 0.3)
        table = [
            ("CH +5.2 s/d 285° 0.3 ms", full),
            ("CH;+5,2;285;0,3", full),
            ("CH\t5.2\t285\t0.3", full),
            ("CH,+5.2,285,0.3", full),
            ("Dial up: +5.2 s/d, 285 deg, 0.3ms", full),
            ("dial-up 5,2 285 .3", full),
            ("CH 5.2 285 0.3 28800 A/h", full),
            ("CH 0.3 ms 285° 5.2 s/d", full),
            ("面上 +5.2秒/日 285度 0.3毫秒", full),
            ("9H: -3.5 s/d", Reading("crown_down", -3.5)),
            ("6H −3 270", Reading("crown_left", -3, 270)),
            ("12H 0 270 0", Reading("crown_right", 0, 270, 0)),
            ("3 up 5", Reading("crown_up", 5)),
        ]
        for text, expected in table:
            with self.subTest(text=text):
                self.assertEqual(self._one(text).reading, expected)

    def test_refused_lines(self):
        table = [
            ("+5 285 0.3", "no_position"),
            ("285", "no_position"),
            ("XY 5 285 0.3", "unknown_position"),
            ("hello", "unknown_position"),
            ("CH", "no_rate"),
            ("CH 285° 0.3 ms", "no_rate"),
            ("CH 5 400 0.3", "out_of_range"),
            ("CH 5 79.9 0.3", "out_of_range"),
            ("CH 1000 280 0.3", "out_of_range"),
            ("CH 5 280 12", "out_of_range"),
            ("CH 5 0.3 280", "out_of_range"),
            ("CH 5 s/month 280", "wrong_unit"),
            ("CH 5 s/h", "wrong_unit"),
            ("CH 5 s/d 4 rad", "wrong_unit"),
            ("CH 1e999", "wrong_unit"),
            ("CH nan", "not_a_number"),
            ("CH 5 280 0.3 77", "too_much"),
            ("CH 5 s/d 6 s/d", "too_much"),
            ("Position;Rate (s/month)", "wrong_unit"),
            ("", "empty"),
            ("# nothing but a comment", "empty"),
            ("x" * 60_000, "too_long"),
            ("CH 5\n" * 501, "too_long"),
        ]
        for text, code in table:
            with self.subTest(text=text[:40]):
                line = self._one(text)
                self.assertEqual((line.reading, line.error.code), (None, code))

    def test_limits_of_the_device_are_possible(self):
        for text in ("CH 999.9 360 9.9", "CH -999.9 80 0"):
            self.assertTrue(self._one(text).reading, text)

    def test_columns_and_sections(self):
        lines = parse(
            "Lage;Rate (s/d);Amplitude (°);Beat error (ms);Wind;Day\n"
            "CH;+5;285;0,3;0h;1\n"
            "6H;x;270;0.3;0h;1\n"
            "6H;5;;0.3;24h;2\n"
            "\n"
            "CH;5;285;0,3;0h;1\n"
            "9H;5;285;0,3;0h;1;8\n"
        )
        found = [(line.number, line.error and line.error.code) for line in lines]
        self.assertEqual(
            found,
            [
                (2, None),
                (3, "not_a_number"),
                (4, None),
                (6, "twice"),
                (7, "too_much"),
            ],
        )
        self.assertEqual(lines[2].reading.wind, "h24")
        self.assertEqual(lines[2].reading.day, 2)
        self.assertIsNone(lines[2].reading.amplitude)
        self.assertEqual(lines[3].error.words, {"line": 2})
        sections = parse("0h\nCH 5\n24h\nCH 3")
        self.assertEqual([one.reading.wind for one in sections], ["full", "h24"])

    def test_quartz_needs_no_position(self):
        [line] = parse("+0.5 s/d", without_position=True)
        self.assertEqual(line.reading, Reading("none", 0.5))

    @calm
    @given(st.text(max_size=200))
    def test_whatever_is_pasted_is_read_or_refused(self, text):
        for line in parse(text):
            self.assertNotEqual(line.reading is None, line.error is None)

    @calm
    @given(
        st.sampled_from(["CH", "CB", "6H", "9H", "3H", "12H"]),
        st.decimals(-999, 999, places=1),
        st.decimals(80, 360, places=1),
        st.decimals(0, 9, places=1),
        st.sampled_from([" ", ";", "\t", "|"]),
    )
    def test_what_a_device_writes_is_read_back(self, place, rate, degrees, beat, mark):
        line = self._one(mark.join([place, f"{rate:+}", str(degrees), str(beat)]))
        reading = line.reading
        found = (reading.rate, reading.amplitude, reading.beat_error)
        self.assertEqual(found, (float(rate), float(degrees), float(beat)))
