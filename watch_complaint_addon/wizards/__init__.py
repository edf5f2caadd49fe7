from . import watch_readings_import
from . import watch_repair_screen
from . import watch_warranty_decide
from . import watch_repair_estimate, watch_repair_consent, watch_repair_part
from . import watch_repair_cancel
from . import watch_centre_send, watch_centre_back
from . import watch_loan_lend, watch_loan_back
