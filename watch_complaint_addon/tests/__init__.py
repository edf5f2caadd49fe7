from . import test_timing_rules
from . import test_diagnosis, test_diagnosis_people, test_readings_import
from . import test_repair_attacks
from . import test_repair_charge
from . import test_repair_flow
from . import test_repair_promises
from . import test_warranty
from . import test_watch_sheet
from . import test_watch_data
from . import test_watch_report
from . import test_watch_demo
from . import test_repair_control
from . import test_workshop_attacks
from . import test_widgets
