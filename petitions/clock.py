"""The database's clock: leases, ages and confirmations never depend on the clock of one host."""

from datetime import UTC, datetime

from django.db import connection

NOW = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"}


def now_sql(vendor: str) -> str:
    """The present moment (UTC) as SQL for a statement with parameters; vendor as in `connection.vendor`."""
    return NOW[vendor]


def later_sql(vendor: str, seconds: int) -> str:
    """The moment `seconds` from now, likewise."""
    if vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '+{seconds} seconds')"
    return f"clock_timestamp() + interval '{seconds} seconds'"


def earlier_sql(vendor: str, seconds: int, moment: str = "") -> str:
    """The moment `seconds` before a column, or before now where none is named."""
    if vendor == "sqlite":
        start = moment or "'now'"
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {start}, '-{seconds} seconds')"
    return f"{moment or 'clock_timestamp()'} - interval '{seconds} seconds'"


def now() -> datetime:
    """The present moment as the database sees it, aware."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {now_sql(connection.vendor)}", [])
        moment = cursor.fetchone()[0]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment).replace(tzinfo=UTC)
