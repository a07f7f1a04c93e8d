"""Privacy: who may be contacted, who saw whose data, and who is to be forgotten."""
