from . import test_service_improvement
from . import test_customer_facts
from . import test_customer_policy
from . import test_help
from . import test_privacy_consent
from . import test_store_day
from . import test_exchange
from . import test_customer_collection
