from . import helpdesk_ticket_duplicate_wizard
from . import complaint_settle_on_site
from . import complaint_approval_decide
from . import complaint_solution_step
from . import complaint_quick_entry
from . import complaint_refer
from . import complaint_referral_step
from . import complaint_clock_wait
