from . import watch_readings_import
