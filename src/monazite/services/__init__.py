"""The use cases: the only place where rooms meet. Ports say what they need from outside."""
