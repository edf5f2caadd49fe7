from . import export
from . import survey
from . import complaint_page
from . import complaint_track
from . import complaint_portal
from . import period_report
