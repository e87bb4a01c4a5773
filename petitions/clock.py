"""The database's clock in raw SQL: leases and ages never depend on the clock of one host."""

NOW = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"}


def now_sql(vendor: str) -> str:
    """The present moment (UTC) as SQL for a statement with parameters; vendor as in `connection.vendor`."""
    return NOW[vendor]


def later_sql(vendor: str, seconds: int) -> str:
    """The moment `seconds` from now, likewise."""
    if vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '+{seconds} seconds')"
    return f"clock_timestamp() + interval '{seconds} seconds'"
