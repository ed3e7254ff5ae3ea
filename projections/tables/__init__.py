"""Tables: the rows of a projection, now or as they were, by pages."""
