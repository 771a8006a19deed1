"""Stories: whole flows of people and the real client in an in-memory Discord."""
