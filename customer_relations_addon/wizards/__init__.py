from . import customer_privacy_step
