from . import trust
from . import res_users
