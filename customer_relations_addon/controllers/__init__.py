from . import help
from . import privacy
from . import relation_report
from . import service_report
