from . import customer_privacy_step
from . import customer_exchange_entry
from . import customer_promise_hand_over
from . import customer_promise_step
from . import backup_setup
from . import base_partner_merge
from . import customer_complaint_entry
from . import customer_relation_report
