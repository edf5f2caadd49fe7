from . import help
from . import privacy
from . import relation_report
