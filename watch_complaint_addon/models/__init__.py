from . import watch_rate_class, watch_rate_tolerance
from . import watch_limits
from . import watch_sheet_access
from . import watch_complication
from . import watch_calibre
from . import product_template
from . import product_product
from . import stock_lot
from . import stock_move_line
from . import complaint_dashboard
from . import watch_report
from . import res_users_watch
