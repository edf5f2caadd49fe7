"""Plain Python without the ORM: decisions and arithmetic that the models call."""
