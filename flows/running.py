"""Starts a served flow and waits for it; the work is `duban.prefect_runs`, which needs no Prefect."""

from duban.prefect_runs import FlowRun, run_deployment_and_wait

__all__ = ["FlowRun", "run_deployment_and_wait"]
