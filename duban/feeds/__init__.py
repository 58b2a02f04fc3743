"""Calendar feeds: who has which link, what a link shows, written as iCalendar."""
