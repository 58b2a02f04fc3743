"""What is proved about the lives from their rows alone; the list is `workflows/checking.py`."""
