"""The application does what the model says, step by step; a short drive with every run, a long one with `make drive`."""

from hypothesis import HealthCheck, settings

from driving.machine import Driving

Driving.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestTheApplicationAndTheModelSayTheSame = Driving.TestCase
