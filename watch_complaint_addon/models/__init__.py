from . import watch_rate_class, watch_rate_tolerance
from . import watch_limits
from . import watch_sheet_access
from . import watch_complication
from . import watch_calibre
from . import product_template
from . import product_product
from . import stock_lot
from . import stock_move_line
from . import stock_move_sale
from . import complaint_dashboard, complaint_raw
from . import watch_report
from . import res_users_watch
from . import (
    watch_diagnosis,
    watch_diagnosis_actions,
    watch_diagnosis_checks,
    watch_diagnosis_reading,
    watch_diagnosis_report,
    watch_diagnosis_sheet,
    watch_diagnosis_verdict,
    watch_explanation,
)
from . import watch_links
from . import (
    helpdesk_ticket_diagnosis,
    ir_actions_report,
    ir_attachment_diagnosis,
    product_template_card,
    product_template_links,
    repair_order_diagnosis,
    res_users_diagnosis,
    stock_lot_links,
)
from . import watch_warranty_decision, watch_repair_work
from . import watch_service_centre, watch_centre_job, watch_centre_remind, watch_loan
from . import repair_order, repair_order_guard, repair_order_money
from . import repair_order_estimate, repair_order_sheet, repair_order_steps
from . import repair_order_ask, repair_order_back, repair_order_charge
from . import helpdesk_ticket_warranty, helpdesk_ticket_workshop
from . import (
    stock_lot_loan,
    stock_lot_warranty,
    stock_move,
    sale_order,
    sale_order_line,
)
from . import complaint_custody, complaint_decision, complaint_escalation
from . import complaint_solution, complaint_solution_type
from . import res_company_workshop, res_config_settings_workshop, res_users_workshop
