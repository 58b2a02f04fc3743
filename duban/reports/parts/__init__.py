"""The parts that reports are put together from: a source in, a part out."""
