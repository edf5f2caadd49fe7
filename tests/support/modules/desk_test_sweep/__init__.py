"""For servers of the tests: what the registry holds, and many calls in one request."""

from . import calls, controllers, dump, exports, papers
