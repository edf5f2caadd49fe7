from . import help
from . import privacy
