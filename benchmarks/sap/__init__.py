"""A motor maker in the form in which SAP gives its tables away."""
