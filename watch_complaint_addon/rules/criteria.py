"""What is judged on a watch, in which unit, and which positions are measured.

Signs and names of positions follow the timing devices: seen on the dial, with the
crown at three o'clock. ``6H`` (six up) is crown left, ``9H`` crown down, ``3H`` crown
up, ``12H`` crown right, ``CH`` dial up, ``CB`` dial down.
"""

from typing import Final

DIAL_UP: Final = "dial_up"
DIAL_DOWN: Final = "dial_down"
CROWN_LEFT: Final = "crown_left"
CROWN_DOWN: Final = "crown_down"
CROWN_UP: Final = "crown_up"
CROWN_RIGHT: Final = "crown_right"

# Only for quartz, whose rate depends on no position.
NO_POSITION: Final = "none"

HORIZONTAL: Final = (DIAL_UP, DIAL_DOWN)
VERTICAL: Final = (CROWN_LEFT, CROWN_DOWN, CROWN_UP, CROWN_RIGHT)
POSITIONS: Final = HORIZONTAL + VERTICAL

# Three for watches, five for chronometers, six for METAS (source T13).
POSITION_SETS: Final[dict[str, tuple[str, ...]]] = {
    "0": (),
    "2": (),
    "3": (DIAL_UP, CROWN_DOWN, CROWN_LEFT),
    "5": (DIAL_UP, DIAL_DOWN, CROWN_LEFT, CROWN_DOWN, CROWN_UP),
    "6": POSITIONS,
}

MEAN_RATE: Final = "mean_rate"
MONTH_RATE: Final = "month_rate"
POSITION_DELTA: Final = "position_delta"
HORIZONTAL_VERTICAL: Final = "horizontal_vertical"
LARGEST_DEVIATION: Final = "largest_deviation"
MEAN_VARIATION: Final = "mean_variation"
GREATEST_VARIATION: Final = "greatest_variation"
THERMAL_VARIATION: Final = "thermal_variation"
RATE_RESUMPTION: Final = "rate_resumption"
ISOCHRONISM: Final = "isochronism"
AMPLITUDE: Final = "amplitude"
BEAT_ERROR: Final = "beat_error"
CHRONO_RATE: Final = "chrono_rate"
CHRONO_AMPLITUDE: Final = "chrono_amplitude"
RUNNING: Final = "running"
POWER_RESERVE: Final = "power_reserve"
WATER: Final = "water"
MAGNETISM: Final = "magnetism"
MOISTURE: Final = "moisture"

# criterion: unit. The first group is judged by the rate class, the second by what the
# maker states for the product.
CLASS_UNITS: Final[dict[str, str]] = {
    MEAN_RATE: "s/d",
    MONTH_RATE: "s/month",
    POSITION_DELTA: "s/d",
    HORIZONTAL_VERTICAL: "s/d",
    LARGEST_DEVIATION: "s/d",
    MEAN_VARIATION: "s/d",
    GREATEST_VARIATION: "s/d",
    THERMAL_VARIATION: "s/d/°C",
    RATE_RESUMPTION: "s/d",
    ISOCHRONISM: "s/d",
    AMPLITUDE: "°",
    BEAT_ERROR: "ms",
    CHRONO_RATE: "s/d",
    CHRONO_AMPLITUDE: "°",
}
PRODUCT_UNITS: Final[dict[str, str]] = {
    RUNNING: "",
    POWER_RESERVE: "h",
    WATER: "bar",
    MAGNETISM: "",
    MOISTURE: "",
}
UNITS: Final[dict[str, str]] = {**CLASS_UNITS, **PRODUCT_UNITS}

# Criteria without a direction: written without a sign.
DISTANCES: Final = (
    POSITION_DELTA,
    LARGEST_DEVIATION,
    MEAN_VARIATION,
    GREATEST_VARIATION,
)
