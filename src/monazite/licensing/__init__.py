"""Running the licence case: deadlines now; dossier, drawdown and records later."""
