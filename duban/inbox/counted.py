"""Counts the requests that this process answers, for monitors."""

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_requests = Counter("duban_requests", "Requests answered by this process.", ("method", "status"), registry=REGISTRY)
_seconds = Histogram("duban_request_seconds", "How long answers of this process took to begin.", registry=REGISTRY)


def count(method: str, status: int, took_s: float) -> None:
    """Count a request that is being answered."""
    _requests.labels(method if method in METHODS else "other", status).inc()
    _seconds.observe(took_s)
