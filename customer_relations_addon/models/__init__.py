from . import res_users
from . import service_improvement
from . import service_improvement_steps
