from . import test_timing_rules
from . import test_diagnosis, test_readings_import
