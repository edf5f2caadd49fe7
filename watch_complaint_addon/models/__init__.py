from . import watch_rate_class, watch_rate_tolerance
