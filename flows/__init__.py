"""The clockwork: thin Prefect flows that find ids, call actions and publish artifacts."""
