"""What people and the clock do: every change goes through the one door in `act`."""
