"""Logging: one line per event, readable by machines in production, and no personal data.

Who did what is the ledger's business, where it is kept, protected and erased by rules. A log is
copied to places nobody remembers, so it names rows (``tender=…``), never people.
"""

from collections.abc import MutableMapping
from typing import Any

import structlog

PERSONAL = frozenset(
    {"email", "ip", "name", "password", "phone", "remote_addr", "user", "username"}
)


def without_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop the fields that could name somebody."""
    for field in PERSONAL & event.keys():
        del event[field]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_personal_data,
]


def logging_config(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING: everything to standard output, in one shape; configures structlog too."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # A traceback shows the code, never the values: a variable may hold a bid's price.
    tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    shape: list[Any] = (
        [structlog.processors.ExceptionRenderer(tracebacks), structlog.processors.JSONRenderer()]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shape],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "weasyprint": {"level": "WARNING"},  # else seven lines per document
            "fontTools": {"level": "WARNING"},
        },
    }
