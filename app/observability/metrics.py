"""Prometheus metrics, by route template and outcome, never by identifier."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """One registry per application, so that two in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "espace_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.durations = Histogram(
            "espace_http_request_seconds",
            "Time to the end of the answer",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.step_ups = Counter(
            "espace_step_ups", "Second factors asked", ("reason",), registry=self.registry
        )
        self.outbox = Counter(
            "espace_outbox_messages",
            "Messages that left, or could not",
            ("channel", "outcome"),
            registry=self.registry,
        )
        self.outbox_lag = Gauge(
            "espace_outbox_lag_seconds", "Age of the oldest waiting message", registry=self.registry
        )
        self.jobs = Counter(
            "espace_jobs", "Attempts at deferred work", ("kind", "outcome"), registry=self.registry
        )
        self.import_lines = Counter(
            "espace_import_lines", "Lines imported", ("kind", "outcome"), registry=self.registry
        )
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer; the labelled series are remembered, this is on every request's path."""
        key = (method, route, status)
        series = self._series.get(key)
        if series is None:
            series = (
                self.requests.labels(method, route, str(status)),
                self.durations.labels(method, route),
            )
            self._series[key] = series
        series[0].inc()
        series[1].observe(seconds)
