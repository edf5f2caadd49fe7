from . import test_timing_rules
