from . import test_service_improvement
