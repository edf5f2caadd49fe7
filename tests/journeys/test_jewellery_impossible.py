"""What a quality manager types by mistake is refused on the screen, and why."""

from support import investigations as quality
from support.screens import Screen


def test_impossible_values_of_a_ring(window, ring):
    quality.impossible_values(Screen(window().sign_in("investigator")), ring)
